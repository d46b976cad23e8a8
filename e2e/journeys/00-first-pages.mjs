export const name = 'a visitor sees the first page and the way in';

export async function run({ page, visit, shot, expect }) {
  await visit('/');
  expect((await page.title()).length > 0, 'the first page has a title');
  expect((await page.locator('html').getAttribute('lang')) === 'vi', 'pages are Vietnamese first');
  await shot('home');

  await visit('/login');
  expect((await page.locator('form input[type=password]').count()) === 1, 'the way in asks for one password');
  await shot('login');
}
