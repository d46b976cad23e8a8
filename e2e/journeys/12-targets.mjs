export const name = 'a leader reads the targets of the country and is warned of a number in the wrong format';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/targets');
  await page.getByLabel('Năm').selectOption('2022');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await checkPage('targets of 2022');
  await shot('targets');
  const people = page.locator('tr', { hasText: 'từ 91.641.000 trở lên' });
  const row = await people.textContent();
  expect(row.includes('dân số suy ra 98.964.363'), 'the population that rate and headcount imply');
  expect(row.includes('in sai dạng số'), 'the fault of the print is marked');
  await people.getByRole('link', { name: 'Số này từ đâu?' }).click();
  await checkPage('the target');
  await shot('target');
  const target = await page.locator('main').textContent();
  expect(target.includes('“91.641 triệu người”'), 'what was printed is kept');
  expect(target.includes('2213/KH-BHXH'), 'with the paper');

  for (const [year, implied] of [
    ['2023', '99.805.794'],
    ['2024', '100.654.623'],
    ['2025', '101.542.827'],
  ]) {
    await visit(`/targets?unit=1&year=${year}`);
    expect((await page.locator('main').textContent()).includes(`dân số suy ra ${implied}`), `${year}: ${implied}`);
  }
}
