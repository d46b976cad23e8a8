import { PASSWORD, logIn } from '../harness/accounts.mjs';

export const name = 'an officer logs in, first with a wrong password, and out again';

export async function run({ page, visit, checkPage, shot, expect, expectStatus }) {
  await visit('/login?back=/targets');
  await shot('login');
  await page.getByLabel('Tên đăng nhập').fill('vu.tdkt');
  await page.getByLabel('Mật khẩu').fill('sai-mat-khau');
  expectStatus(422);
  await page.locator('main').getByRole('button', { name: 'Đăng nhập' }).click();
  expect((await page.getByRole('alert').textContent()).includes('không đúng'), 'a wrong password is refused in words');
  expect((await page.getByLabel('Tên đăng nhập').inputValue()) === 'vu.tdkt', 'the name need not be typed again');

  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await checkPage('after the login');
  expect(new URL(page.url()).pathname === '/targets', 'the login leads back to where it was asked');
  expect(await page.getByRole('link', { name: 'Vụ Thi đua - Khen thưởng' }).first().isVisible(), 'the head says who is here');
  await visit('/account');
  await visit('/accounts', { status: 403 });
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  expect(await page.getByRole('link', { name: 'Đăng nhập' }).isVisible(), 'logged out');
  await logIn(page, 'giamdoc.vinhlong');
  expect(await page.getByRole('link', { name: /^Giám đốc/ }).isVisible(), 'another account may log in');
}
