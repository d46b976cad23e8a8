import { logIn } from '../harness/accounts.mjs';

export const name = 'an officer drops a paper, reads its facts beside the text, and makes a movement of it';

const PLAN = `BẢO HIỂM XÃ HỘI VIỆT NAM	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
	Độc lập - Tự do - Hạnh phúc
Số: 777/KH-BHXH
	Hà Nội, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Phong trào thi đua “Thôn, ấp không còn người thiếu thẻ” giai đoạn 2026 - 2027

Căn cứ Quyết định số 546/QĐ-TTg ngày 29 tháng 4 năm 2022 của Thủ tướng Chính phủ, Bảo hiểm xã hội Việt Nam xây dựng Kế hoạch như sau:

I. MỤC TIÊU
1. Tỷ lệ bao phủ bảo hiểm y tế cả nước năm 2027 đạt tối thiểu 96,5% dân số.
2. Năm 2027, tối thiểu 98% học sinh, sinh viên tham gia bảo hiểm y tế.

II. TỔ CHỨC THỰC HIỆN
1. BHXH các tỉnh, thành phố
- Xây d ựng kế hoạch của địa phương, gửi về Bảo hiểm xã hội Việt Nam (qua Vụ Thi đua - Khen thưởng) trước ngày 28 tháng 02 năm 2026.

Nơi nhận:
- BHXH các tỉnh, thành phố;
- Lưu: VT, TĐKT.

TỔNG GIÁM ĐỐC

Nguyễn Văn Mẫu
`;

export async function run({ page, visit, checkPage, shot, expect, expectStatus }) {
  await logIn(page, 'vu.tdkt', '/documents');
  await page.getByRole('link', { name: 'Đọc văn bản từ tệp' }).click();
  await checkPage('the form');
  await shot('read-form');
  expectStatus(422);
  await drop(page, 'di-cho.txt', 'Mua sữa, trứng, bánh mì.');
  await checkPage('what is no paper');
  await shot('read-refused');
  expect((await page.getByRole('alert').textContent()).includes('cơ quan ban hành'), 'what is missing is told');

  await drop(page, 'ke-hoach-777.txt', PLAN);
  await checkPage('text and facts');
  await shot('facts');
  const text = page.locator('.paper-text');
  expect((await text.locator('ins').allTextContents()).join().includes('dựng'), 'what a scan broke is mended in sight');
  const first = fact(page, 'Phong trào', 'Thôn, ấp không còn người thiếu thẻ');
  await first.getByRole('link', { name: 'Xem trong văn bản' }).click();
  expect(new URL(page.url()).hash.startsWith('#text-'), 'a fact leads to its words');
  await text.getByRole('link', { name: /Thôn, ấp không còn người/ }).first().click();
  expect(new URL(page.url()).hash.startsWith('#fact-'), 'and the words to a fact');

  const duty = fact(page, 'Nhiệm vụ', 'kế hoạch của địa phương');
  await duty.getByRole('button', { name: 'Chấp nhận', exact: true }).click();
  await checkPage('a duty before its movement');
  await shot('facts-refused');
  expect((await duty.textContent()).includes('Chấp nhận phong trào của văn bản này trước'), 'what to do first is said there');

  await first.getByRole('button', { name: 'Chấp nhận', exact: true }).click();
  await checkPage('the movement is accepted');
  expect((await first.textContent()).includes('Đã ghi thành'), 'it was recorded');
  await duty.getByRole('button', { name: 'Chấp nhận', exact: true }).click();
  await checkPage('the duty is accepted');
  expect((await duty.textContent()).includes('Đã ghi thành'), `the duty was recorded: ${await duty.textContent()}`);
  await accept(page, fact(page, 'Căn cứ', '546/QĐ-TTg'));
  await accept(page, fact(page, 'Chỉ tiêu', '96,5%'));
  const students = fact(page, 'Chỉ tiêu', '98%');
  await students.getByText('Sửa rồi chấp nhận').click();
  await students.getByLabel('Phạm vi').fill('national');
  await students.getByLabel('Lý do').fill('Mục tiêu của cả nước');
  await students.getByRole('button', { name: 'Chấp nhận bản đã sửa' }).click();
  await checkPage('a corrected target');
  expect((await students.textContent()).includes('đã sửa và chấp nhận'), 'the page tells it was corrected');
  await fact(page, 'Nơi ký', 'Hà Nội').getByRole('button', { name: 'Bác' }).click();
  await page.getByRole('button', { name: /^Xác nhận \d+ dữ kiện đọc chắc$/ }).click();
  await checkPage('the facts are decided');
  await shot('facts-decided');
  expect((await page.getByRole('button', { name: /dữ kiện đọc chắc$/ }).count()) === 0, 'nothing sure waits any more');

  await first.getByRole('link', { name: 'Thôn, ấp không còn người thiếu thẻ' }).click();
  await checkPage('the movement');
  const movement = await page.locator('main').textContent();
  expect(movement.includes('777/KH-BHXH') && movement.includes('kế hoạch của địa phương'), 'with its plan and its duty');
  await visit('/documents?q=777');
  await page.getByRole('link', { name: /^777\/KH-BHXH/ }).click();
  await checkPage('the paper');
  const paper = await page.locator('main').textContent();
  expect(paper.includes('546/QĐ-TTg'), 'the paper knows its ground');
  expect(/96,5/.test(paper), 'and the targets that rest on it');
}

function fact(page, kind, words) {
  const badge = page.locator('.badge', { hasText: new RegExp(`^${kind}$`) });
  return page.locator('article.fact').filter({ has: badge }).filter({ hasText: words }).first();
}

async function accept(page, one) {
  await one.getByRole('button', { name: 'Chấp nhận', exact: true }).click();
}

async function drop(page, name, text) {
  await page.getByLabel('Tệp của văn bản').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Đọc', exact: true }).click();
}
