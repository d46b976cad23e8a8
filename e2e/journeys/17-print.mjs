export const name = 'an office prints pages: ink only, nothing cut off';

const A4_WIDTH_IN_PX = 720;

export async function run({ page, visit, overflow, expect }) {
  for (const path of ['/', '/targets?unit=1&year=2022', '/indicators/coverage_rate?year=2022', '/movements/nong_thon_moi']) {
    await visit(path);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: A4_WIDTH_IN_PX, height: 1000 });
    expect((await page.locator('header nav').isVisible()) === false, `${path}: no menu on paper`);
    expect((await page.locator('main h1').isVisible()) === true, `${path}: the title is printed`);
    const { pixels, widest } = await overflow();
    expect(pixels === 0, `${path}: ${pixels} px too wide for paper: ${widest}`);
    await page.emulateMedia({ media: null });
  }
}
