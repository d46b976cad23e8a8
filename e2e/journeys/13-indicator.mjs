export const name = 'a leader compares the provinces on the map, in the structure of 2022 and in both of 2025';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/indicators/coverage_rate?year=2022');
  await shot('indicator');
  const map = page.locator('svg.map');
  for (const islands of ['Hoàng Sa', 'Trường Sa']) {
    expect((await map.textContent()).includes(islands), `${islands} is named on the map`);
  }
  expect(await page.getByText('@svg-maps/vietnam').last().isVisible(), 'who drew the outlines is said');
  expect(await page.getByRole('heading', { name: '63 tỉnh, thành phố' }).isVisible(), '63 provinces in 2022');
  expect(await page.getByRole('heading', { name: /^Xếp hạng \d+ tỉnh/ }).isVisible(), 'provinces are ranked');

  await visit('/indicators/coverage_rate?year=2025');
  expect(await page.getByRole('heading', { name: '63 tỉnh, thành phố' }).isVisible(), 'the targets of 2025 were set for 63');
  await page.getByLabel('Cấu trúc', { exact: true }).selectOption('34 tỉnh (từ 01/7/2025)');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await checkPage('the structure of July 2025');
  expect(await page.getByRole('heading', { name: '34 tỉnh, thành phố' }).isVisible(), '34 provinces from July 2025');
  expect((await page.getByLabel('Cấu trúc', { exact: true }).inputValue()) === 'new', 'the choice stays chosen');
  for (const islands of ['Hoàng Sa', 'Trường Sa']) {
    expect((await page.locator('svg.map').textContent()).includes(islands), `${islands} is named on the new map`);
  }
}
