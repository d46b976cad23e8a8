export const name = 'a visitor sees the first page, finds the search by keyboard, and reads it in English';

export async function run({ page, visit, checkPage, shot, evaluate, expect }) {
  await visit('/');
  expect((await page.title()).startsWith('Việc cần làm'), 'the first page says what needs doing');
  expect((await page.locator('html').getAttribute('lang')) === 'vi', 'pages are Vietnamese first');
  expect(
    (await page.locator('header nav a').first().textContent()) === 'Việc cần làm',
    'what needs doing stands first in the menu',
  );
  expect(await page.getByText('chưa có chỉ tiêu bao phủ').first().isVisible(), 'targets that are missing are named');
  await shot('home');

  await page.keyboard.press('Tab');
  expect((await focused(evaluate)).text === 'Bỏ qua phần đầu trang', 'the first stop leads past the head of the page');
  const skip = await page.locator('a.skip').boundingBox();
  expect(skip.x >= 0 && skip.y >= 0, 'the way past the head is seen once it has the focus');
  const stops = [];
  for (let step = 0; step < 30 && stops.at(-1)?.inMain !== true; step += 1) {
    await page.keyboard.press('Tab');
    stops.push(await focused(evaluate));
  }
  expect(stops.some(({ name: field }) => field === 'q'), 'the tab order reaches the search');
  expect(stops.at(-1).inMain, 'the tab order reaches the content');
  expect(stops.every(({ outline }) => outline !== 'none'), 'the focus is always to be seen');
  await page.locator('a.skip').press('Enter');
  await page.keyboard.press('Tab');
  expect((await focused(evaluate)).inMain, 'the way past the head leads into the content');

  await page.getByRole('link', { name: 'English' }).click();
  await checkPage('/ in English');
  expect((await page.locator('html').getAttribute('lang')) === 'en', 'the language changes');
  expect((await page.locator('h1').textContent()).startsWith('To do'), 'the same page in English');
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
  expect((await page.locator('h1').textContent()).startsWith('Việc cần làm'), 'and back in Vietnamese');
}

/** Where the keyboard is. */
async function focused(evaluate) {
  return evaluate(`(() => {
    const here = document.activeElement;
    return {
      text: here.textContent.trim(),
      name: here.getAttribute('name'),
      inMain: here.closest('main') !== null,
      outline: getComputedStyle(here).outlineStyle,
    };
  })()`);
}
