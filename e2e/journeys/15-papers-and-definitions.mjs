export const name = 'a visitor reads the papers, the definitions and the offices of two days';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/documents');
  await shot('documents');
  await page.getByRole('link', { name: '2213/KH-BHXH' }).click();
  await checkPage('one paper');
  const paper = await page.locator('main').textContent();
  expect(paper.includes('Những gì dựa vào văn bản này'), 'a paper says what rests on it');
  expect(paper.includes('18/CT-TTg') || paper.includes('587/QĐ-TTg'), 'and which papers it rests on');

  await visit('/catalogue');
  await shot('catalogue');
  expect(await page.getByText('chưa có căn cứ').first().isVisible(), 'a definition without a ground says so');
  await page.getByRole('link', { name: 'Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2021-2025' }).first().click();
  await checkPage('a set of criteria');
  expect((await page.locator('main').textContent()).includes('15.1'), 'the criterion on health insurance');

  await visit('/offices?on=2019-10-04');
  expect(await page.getByRole('link', { name: 'Ban Thu', exact: true }).isVisible(), 'the department as it was called in 2019');
  expect(await page.getByRole('heading', { name: '63 cơ quan ở địa phương' }).isVisible(), '63 provincial offices');
  await page.getByLabel('Vào ngày').selectOption('2022-08-12');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await checkPage('offices in 2022');
  await shot('offices');
  expect(
    await page.getByRole('link', { name: 'Ban Quản lý Thu - Sổ, Thẻ' }).isVisible(),
    'the same department under its new name',
  );

  await visit('/places?on=2025-06-30');
  await shot('places');
  const country = await page.locator('h1').textContent();
  expect(country.includes('63 tỉnh') && country.includes('10.035'), 'the country on its last day of three levels');
  await visit('/places?on=2025-07-01');
  expect((await page.locator('h1').textContent()).includes('3.321'), 'and on the first day of two');
}
