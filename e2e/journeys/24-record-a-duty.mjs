import { logIn } from '../harness/accounts.mjs';

export const name = 'an officer records that a province did a duty, and strikes the mistake out';

export async function run({ page, visit, checkPage, shot, expect, expectStatus }) {
  await logIn(page, 'vu.tdkt', '/movements/chi_dao_3036');
  await page.locator('#duties').getByRole('link', { name: 'Ai đã làm, ghi nhận' }).first().click();
  const duty = new URL(page.url()).pathname;
  await checkPage('the duty');
  await page.getByLabel('Đơn vị đã làm').fill('tỉnh Lạng Sơn');
  await page.getByLabel('Ngày làm xong').fill('2020-11-02');
  expectStatus(422);
  await page.getByRole('button', { name: 'Ghi nhận', exact: true }).click();
  await checkPage('the form with faults');
  await shot('duty-with-faults');
  expect((await page.getByLabel('Đơn vị đã làm').inputValue()) === 'tỉnh Lạng Sơn', 'what was typed is kept');
  expect((await page.locator('#document-fault').textContent()).includes('chưa ghi văn bản'), 'the fault is at its field');

  await page.getByLabel('Ghi chú').fill('Tỉnh ủy đã ban hành, chờ nhập văn bản');
  await page.getByRole('button', { name: 'Ghi nhận', exact: true }).click();
  await checkPage('the record');
  await shot('duty-done');
  expect(await page.getByText('đã làm, muộn hạn').isVisible(), 'done after its day');
  await page.getByRole('link', { name: 'tỉnh Lạng Sơn' }).click();
  await checkPage('the unit');
  expect((await page.locator('#nhiem-vu').textContent()).includes('đã làm, muộn hạn'), 'the unit says it too');

  await visit(duty);
  await page.getByText('Gạch bỏ vì ghi nhầm').first().click();
  await page.getByLabel('Ghi nhầm ở đâu').fill('Nhầm với công văn khác');
  await page.getByRole('button', { name: 'Gạch bỏ vì ghi nhầm' }).click();
  expect(await page.getByText('Chưa đơn vị nào ghi là đã làm.').isVisible(), 'it is struck out');
}
