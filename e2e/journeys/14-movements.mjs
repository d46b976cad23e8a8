export const name = 'a visitor reads the movements, a duty with its last day, and the plans';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/movements');
  await shot('movements');
  await page.getByRole('link', { name: /^Tham mưu cấp ủy/ }).first().click();
  await checkPage('the directive');
  await shot('directive');
  const duty = page.locator('#duties li', { hasText: 'trước ngày 31/10/2020' }).first();
  expect((await duty.textContent()).includes('ngày cuối đúng hạn là 30/10/2020'), '“before the 31st” ends on the 30th');
  expect(await page.getByText('3036/BHXH-BT').first().isVisible(), 'the directive is named');

  await visit('/movements/nong_thon_moi?phase=2021-2025');
  await shot('movement');
  const objectives = await page.locator('#objectives').textContent();
  expect(objectives.includes('tiêu chí 15.1'), 'an objective points to a criterion of a set');
  expect(objectives.includes('25/2021/QH15'), 'and to the resolution it carries out');
  await page.getByRole('link', { name: 'Đơn vị nào đã có kế hoạch' }).click();
  await checkPage('who has a plan');
  await shot('plans');

  await visit('/movements?unit=1');
  await visit('/movements/khong-co', { status: 404 });
}
