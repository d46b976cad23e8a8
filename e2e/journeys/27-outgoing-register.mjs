import { logIn } from '../harness/accounts.mjs';

export const name = 'a paper goes out: drafted, signed by another, numbered, sent, received';

export async function run({ page, visit, checkPage, shot, expect, expectStatus }) {
  await logIn(page, 'tccb.vinhlong', '/documents/outgoing');
  await checkPage('the register');
  await shot('outgoing-list');
  expect(await page.getByRole('link', { name: 'đã ký, chờ số: 1' }).isVisible(), 'what waits for a number is counted');
  await page.getByRole('link', { name: 'Soạn văn bản đi' }).click();
  await checkPage('the form');
  await shot('outgoing-form');
  await page.getByLabel('Sổ', { exact: true }).selectOption('BHXH tỉnh Vĩnh Long · Văn bản hành chính');
  await page.getByLabel('Loại').selectOption('Kế hoạch');
  await page.getByLabel('Ký hiệu').fill('BHXH-TCCB');
  await page.getByLabel('Trích yếu nội dung').fill('Phát động thi đua quý I');
  await page.getByLabel('Nơi nhận').fill('Bảo hiểm xã hội Việt Nam (để b/c)\nBHXH cơ sở Trà Ôn\nLưu: VT, TCCB');
  await page.getByLabel('Thực hiện').fill('03/KH-BHXH');
  expectStatus(422);
  await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await checkPage('the form with faults');
  await shot('outgoing-form-with-faults');
  expect((await page.getByLabel('Ký hiệu').getAttribute('aria-invalid')) === 'true', 'the fault is at its field');
  await page.getByLabel('Ký hiệu').fill('KH-BHXH');
  await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await checkPage('the draft');
  expect((await page.locator('h1').textContent()).startsWith('…/KH-BHXH'), 'a draft has no number');
  const paper = new URL(page.url()).pathname;

  await attach(page, 'ke-hoach-quy-1.txt', 'KẾ HOẠCH\nPhát động thi đua quý I\n');
  await attach(page, 'nham.txt', 'tệp nhầm');
  await page.getByRole('button', { name: 'Bỏ tệp nham.txt' }).click();
  await checkPage('the draft with its file');
  await shot('outgoing-draft');
  const files = await page.locator('#files').textContent();
  expect(files.includes('ke-hoach-quy-1.txt') && !files.includes('nham.txt'), 'a file is put to it, another taken away');
  await page.getByRole('button', { name: 'Trình ký' }).click();
  await checkPage('what was submitted');
  expect(await page.getByText('đã trình văn bản nên không tự ghi nhận').isVisible(), 'nobody signs what he submitted');
  await logOut(page);

  await logIn(page, 'giamdoc.vinhlong', paper);
  await checkPage('what is to be signed');
  await page.getByLabel('Người ký', { exact: true }).fill('Phạm Thị Mẫu');
  await page.getByLabel('Chức vụ người ký').fill('Giám đốc');
  await page.getByRole('button', { name: 'Ghi nhận chữ ký' }).click();
  await checkPage('what is signed');
  await shot('outgoing-signed');
  expect(await page.getByText('đang chờ văn thư cấp số').isVisible(), 'the signer is told who is next');
  await logOut(page);

  await logIn(page, 'tccb.vinhlong', paper);
  await page.getByRole('button', { name: 'Cấp số và phát hành' }).click();
  await checkPage('what was issued');
  expect((await page.locator('h1').textContent()).startsWith('01/KH-BHXH'), 'the first number of its year');
  const receipts = page.locator('#receipts');
  expect((await receipts.locator('tbody tr').count()) === 2, 'the file copy is no recipient');
  await receipts.getByLabel('Mọi nơi nhận').check();
  await receipts.getByRole('button', { name: 'Ghi nhận' }).click();
  await receipts.getByLabel('BHXH cơ sở Trà Ôn').check();
  await receipts.getByLabel('Ghi nhận tình trạng').selectOption('đã nhận');
  await receipts.getByRole('button', { name: 'Ghi nhận' }).click();
  await checkPage('the receipts');
  await shot('outgoing-issued');
  expect((await receipts.textContent()).includes('1/2 đã nhận'), 'one of two has it');
  expect((await page.locator('#files').textContent()).includes('ke-hoach-quy-1.txt'), 'its file went with it');
  expect((await page.locator('#files input').count()) === 0, 'and no other may be put to it any more');

  await page.getByRole('link', { name: '03/KH-BHXH' }).click();
  await checkPage('the plan it carries out');
  expect((await page.locator('main').textContent()).includes('Được thực hiện bởi'), 'the plan above knows it');
  await logOut(page);

  await logIn(page, 'van.thu', '/documents/outgoing?kind=plan&year=2025');
  await checkPage('the central register');
  await page.locator('tr', { hasText: 'đã được thay thế' }).getByRole('link').first().click();
  await checkPage('a paper that was replaced');
  await shot('outgoing-replaced');
  const life = await page.locator('.timeline').textContent();
  expect(life.includes('Đính chính') && life.includes('Được thay thế'), 'its life tells both');
  await visit('/documents/series');
  await shot('series');
}

async function attach(page, name, text) {
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.getByLabel('Thêm một tệp').setInputFiles(file);
  await page.getByRole('button', { name: 'Thêm tệp' }).click();
}

async function logOut(page) {
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
}
