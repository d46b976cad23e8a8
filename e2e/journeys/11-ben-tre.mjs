export const name = 'a leader reads the page of Bến Tre and follows a figure to its paper';

export async function run({ page, visit, checkPage, shot, expect }) {
  await visit('/search?q=ben+tre');
  await page.getByRole('link', { name: 'Tỉnh Bến Tre', exact: true }).click();
  await checkPage('Bến Tre');
  await shot('unit');
  const heading = await page.locator('h1').textContent();
  expect(heading.includes('nay thuộc tỉnh Vĩnh Long'), 'the province says what became of it');

  const main = page.locator('main');
  const text = await main.textContent();
  for (const points of ['vượt 7,09 điểm %', 'vượt 12,20 điểm %', 'vượt 9,07 điểm %', 'vượt 5,62 điểm %']) {
    expect(text.includes(points), `${points} stands in words`);
  }
  expect(text.includes('chưa hết năm, đến 31/8'), 'a figure of August is not a year’s');
  expect(text.includes('132 / 164 = 80,49 %'), 'the share of communes has its denominator');
  expect(text.includes('43 / 50 = 86,00 %'), 'recognised communes stand beside the plan');
  const unknown = page.locator('tr', { hasText: 'chưa rõ' }).first();
  expect((await unknown.textContent()).includes('không nói trong 132 đơn vị'), 'unknown comes with its reason');

  await page.getByLabel('Xem theo cấu trúc ngày').selectOption('2019-10-04');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await checkPage('Bến Tre on 4 October 2019');
  const counts = await page.locator('h1').textContent();
  for (const part of ['147 xã', '10 phường', '7 thị trấn']) {
    expect(counts.includes(part), `${part} on 4 October 2019`);
  }

  const year = page.locator('tr', { hasText: 'vượt 12,20 điểm %' });
  await year.getByRole('link', { name: 'Số này từ đâu?' }).click();
  await checkPage('where it comes from');
  await shot('result');
  expect((await page.locator('h1').textContent()).includes('Số này từ đâu?'), 'the page answers the question');
  await page.locator('.trace a').click();
  await checkPage('the paper');
  await shot('document');
  expect((await page.locator('main').textContent()).includes('BHXH tỉnh Bến Tre'), 'the paper is the article of Bến Tre');
  await page.goBack();
  await page.goBack();
  expect((await page.locator('h1').textContent()).includes('Tỉnh Bến Tre'), 'and back where we came from');
}
