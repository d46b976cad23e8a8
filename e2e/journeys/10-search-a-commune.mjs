export const name = 'a visitor looks for a commune without diacritics and learns where it is now';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/');
  await page.getByRole('searchbox', { name: 'Tìm mọi thứ' }).fill('chau binh');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?q=chau+binh');
  await checkPage('search');
  await shot('search');
  const hits = page.locator('main li');
  expect((await hits.count()) >= 4, 'every commune of that name is found');
  const inBenTre = hits.filter({ hasText: 'huyện Giồng Trôm, tỉnh Bến Tre' });
  expect((await inBenTre.textContent()).includes('đến hết ngày 30/6/2025'), 'that it is no more is said in the list');

  await inBenTre.getByRole('link').click();
  await checkPage('the commune');
  const heading = await page.locator('h1').textContent();
  expect(heading.includes('nay thuộc xã Châu Hòa'), 'its successor is named');
  expect(heading.includes('01/7/2025') && heading.includes('1687/NQ-UBTVQH15'), 'with the day and the ground');
  await shot('commune');

  await page.getByRole('link', { name: 'Đơn vị này qua thời gian' }).click();
  await checkPage('its history');
  const row = page.locator('tr', { hasText: 'xã Châu Hòa' });
  expect((await row.textContent()).includes('toàn bộ'), 'all its people went along');

  await visit('/search?q=khong-co-noi-nay');
  expect(await page.getByText('Không tìm thấy gì').isVisible(), 'an empty answer says what to try');
  await visit('/units/999999999', { status: 404 });
}
