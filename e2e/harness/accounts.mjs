// The accounts of the demonstration data, as `chungsuc demo` prints them.

export const PASSWORD = 'chung-suc-demo';

/** Logs in through the page, and opens `back` afterwards. */
export async function logIn(page, account, back = '/') {
  await page.goto(`/login?back=${encodeURIComponent(back)}`);
  await page.getByLabel('Tên đăng nhập').fill(account);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Đăng nhập' }).click();
}
