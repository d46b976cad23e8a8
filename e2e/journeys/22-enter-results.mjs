import { logIn } from '../harness/accounts.mjs';

export const name = 'a result is entered by one officer and confirmed by another, never by the same';

export async function run({ page, visit, checkPage, shot, expect }) {
  await logIn(page, 'tccb.vinhlong', '/results/new');
  await checkPage('the form');
  await shot('result-form');
  await enter(page, { unit: 'phường Bến Tre, tỉnh Vĩnh Long', num: '30.120', den: '31.540' });
  await checkPage('the new result');
  await visit('/results/confirm');
  expect(
    await page.getByText('Vai trò của tài khoản này không được xác nhận kết quả').isVisible(),
    'who only enters is told so',
  );
  expect((await page.getByRole('checkbox').count()) === 0, 'and has nothing to tick');
  await logOut(page);

  await logIn(page, 'giamdoc.vinhlong', '/results/confirm');
  await checkPage('what waits');
  await shot('results-waiting');
  const waiting = page.locator('tr', { hasText: 'Bến Tre' });
  await waiting.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Xác nhận số liệu đã chọn' }).click();
  await checkPage('after the confirmation');
  expect(await page.getByRole('status').isVisible(), 'the confirmation is told');
  await logOut(page);

  await logIn(page, 'vu.tdkt', '/results/new');
  await enter(page, { unit: 'thành phố Cần Thơ', num: '3.900.000', den: '4.100.000' });
  await visit('/results/confirm');
  const own = page.locator('tr', { hasText: 'Cần Thơ' });
  expect((await own.getByRole('checkbox').count()) === 0, 'nobody confirms what he entered himself');
  expect((await own.locator('.note').first().textContent()).trim().length > 0, 'and the page says why');
  await shot('results-own');
  await logOut(page);

  await visit('/search?q=phuong+ben+tre');
  await page.getByRole('link', { name: 'Phường Bến Tre', exact: true }).click();
  await checkPage('the ward');
  const ward = await page.locator('main').textContent();
  expect(ward.includes('95,50'), 'the confirmed figure is on the page of its unit');
  expect(!ward.includes('chưa xác nhận'), 'and waits no longer');
}

async function enter(page, { unit, num, den }) {
  await page.getByLabel('Chỉ tiêu', { exact: true }).selectOption('Tỷ lệ bao phủ bảo hiểm y tế');
  await page.getByLabel('Đơn vị').fill(unit);
  await page.getByLabel('Kỳ').fill('2025');
  await page.getByLabel('Đến ngày').fill('2025-12-31');
  await page.getByLabel('Số đạt').fill(num);
  await page.getByLabel('Mẫu số', { exact: true }).fill(den);
  await page.getByLabel('Định nghĩa mẫu số').selectOption('Dân số trung bình năm');
  await page.getByLabel('Vị trí trong nguồn').fill('báo cáo năm');
  await page.getByRole('button', { name: 'Lưu' }).click();
}

async function logOut(page) {
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
}
