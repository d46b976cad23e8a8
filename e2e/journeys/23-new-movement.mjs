import { logIn } from '../harness/accounts.mjs';

export const name = 'an officer makes a new movement; what is wrong comes back with what was typed';

export async function run({ page, checkPage, shot, expect, expectStatus }) {
  await logIn(page, 'vu.tdkt', '/movements/new');
  await checkPage('the form');
  await shot('movement-form');
  await page.getByLabel('Mã', { exact: true }).fill('Sai Mã');
  await page.getByLabel('Tên phong trào').fill('An sinh cho mọi người');
  expectStatus(422);
  await page.getByRole('button', { name: 'Lưu thành bản mới' }).click();
  await checkPage('the form with faults');
  expect(await page.getByRole('alert').isVisible(), 'what is wrong is said first');
  expect((await page.getByLabel('Tên phong trào').inputValue()) === 'An sinh cho mọi người', 'what was typed is kept');

  await page.getByLabel('Mã', { exact: true }).fill('an_sinh_2027');
  await page.getByRole('button', { name: 'Lưu thành bản mới' }).click();
  await checkPage('the new movement');
  await shot('movement-new');
  expect((await page.locator('h1').textContent()).startsWith('An sinh cho mọi người'), 'the movement is there');
  expect(await page.getByText('chưa có căn cứ').first().isVisible(), 'without a paper it says so');
}
