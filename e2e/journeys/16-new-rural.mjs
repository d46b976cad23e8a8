export const name = 'a leader reads the new-rural page, each ratio with its denominator';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/search?q=tinh+ben+tre');
  await page.getByRole('link', { name: 'Tỉnh Bến Tre', exact: true }).click();
  await page.getByLabel('Xem theo cấu trúc ngày').selectOption('2019-10-04');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await page.getByRole('link', { name: 'Nông thôn mới' }).last().click();
  await checkPage('new-rural');
  await shot('new-rural');
  const text = await page.locator('main').textContent();
  for (const part of ['132', '164', '43', '50', '147', 'chưa rõ']) {
    expect(text.includes(part), `${part} is on the page`);
  }
  expect(text.includes('Các mức chia hết số xã của ngày đó'), 'the bands add up to the communes');
}
