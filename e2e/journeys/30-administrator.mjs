import { logIn } from '../harness/accounts.mjs';

export const name = 'an administrator makes an account and reads it in the audit trail';

export async function run({ page, checkPage, shot, expect }) {
  await logIn(page, 'quantri', '/accounts');
  await checkPage('the accounts');
  await shot('accounts');
  await page.getByLabel('Tên đăng nhập').fill('can.bo.thu');
  await page.getByLabel('Tên hiển thị').fill('Cán bộ thử');
  await page.getByLabel('Địa bàn').fill('tỉnh Vĩnh Long');
  await page.getByRole('button', { name: 'Thêm tài khoản' }).click();
  await checkPage('the new account');
  expect((await page.getByRole('status').textContent()).includes('can.bo.thu'), 'its first password is shown once');

  await page.getByRole('link', { name: 'Nhật ký thay đổi' }).click();
  await checkPage('the trail');
  await shot('trail');
  expect(await page.getByText('Dấu niêm của thay đổi cuối cùng').isVisible(), 'the head of the chain is shown');
  await page.locator('tbody tr').first().getByRole('link').click();
  await checkPage('one change');
  await shot('change');
  const change = await page.locator('main').textContent();
  expect(change.includes('khớp dấu niêm') && change.includes('nối với thay đổi trước'), 'the change fits the chain');
}
