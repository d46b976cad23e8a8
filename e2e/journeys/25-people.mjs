import { logIn } from '../harness/accounts.mjs';

export const name = 'two lists become coverage, and names open only for a purpose';

const RESIDENTS = [
  'Mã số BHXH,Họ và tên,Giới tính,"Ngày, tháng, năm sinh",,,Mã xã,Mã đối tượng,Mã hộ',
  ',,,Ngày,Tháng,Năm,,,',
  '8300000001,Nguyễn Văn An,nam,01,02,1980,29008,GD,H1',
  '8300000002,Trần Thị Bình,nữ,,,1950,29008,HN,H1',
  '8300000003,Lê Văn Cường,nam,20,10,1990,29008,GD,H2',
].join('\n');
const CARDS = [
  'Mã số BHXH,Thẻ có giá trị từ ngày,Thẻ có giá trị đến ngày',
  '8300000001,01/01/2024,31/12/2024',
  '8300000002,01/01/2024,31/12/2024',
].join('\n');

const VOLUNTARY = [
  'Mã số BHXH,Từ ngày,Đến ngày,Mã đối tượng',
  '8300000001,15/01/2024,31/03/2024,HN',
  '8300000001,01/06/2024,,HN',
  '8300000002,01/02/2024,,CN',
].join('\n');

export async function run({ page, visit, checkPage, expectStatus, shot, expect }) {
  await logIn(page, 'quantri', '/people');
  await checkPage('the snapshots');
  expect((await page.locator('main').textContent()).includes('gia-lap-ben-tre'), 'the demo has made-up people');
  await page.getByRole('link', { name: 'Nạp danh sách' }).click();
  await checkPage('the form');
  await page.getByLabel('Tên bản số liệu').fill('gia-lap-thang-12');
  await page.getByLabel('Ngày chốt danh sách').fill('2024-12-31');
  await page.getByLabel('Danh sách dân cư').setInputFiles(file('dan-cu.csv', RESIDENTS));
  await page.getByLabel('Danh sách thẻ').setInputFiles(file('the.csv', CARDS));
  await page.getByRole('button', { name: 'Gửi hai danh sách' }).click();
  await checkPage('the columns');
  await shot('people-columns');
  const month = page.getByLabel('Cột tháng của ngày sinh');
  expect((await month.inputValue()) === 'Ngày, tháng, năm sinh - Tháng', 'a birth date in three columns is found');
  await page.locator('summary').first().click();
  await page.getByLabel('Mã số BHXH').first().selectOption('');
  expectStatus(422);
  await page.getByRole('button', { name: 'Bắt đầu nạp' }).click();
  await checkPage('a column that is missing is told at its place');
  await shot('people-columns-fault');
  await page.getByLabel('Mã số BHXH').first().selectOption('Mã số BHXH');
  await page.getByRole('button', { name: 'Bắt đầu nạp' }).click();
  await page.getByRole('link', { name: 'Xem bao phủ' }).waitFor();
  await checkPage('the outcome');
  await shot('people-imported');
  await page.getByRole('link', { name: 'Xem bao phủ' }).click();
  await checkPage('coverage of the country');
  await shot('people-coverage');
  const country = await page.locator('main').textContent();
  expect(country.includes('2 người có thẻ trên 3 dân'), 'two of three are covered');
  expect(country.includes('Số liệu giả lập'), 'made-up figures say so');
  await visit('/people');
  await shot('people');
  await page.getByRole('link', { name: 'Xóa' }).first().click();
  await checkPage('erasing');
  await shot('people-erase');
  await visit('/people/gia-lap-ben-tre?unit=Bến Tre&q=Bến Tre');
  await checkPage('coverage of the made-up province');
  await shot('people-province');
  await visit('/people/voluntary');
  await checkPage('voluntary insurance');
  await page.getByLabel('Danh sách tham gia').setInputFiles(file('tu-nguyen.csv', VOLUNTARY));
  await page.getByLabel('Từ tháng').fill('2024-01');
  await page.getByLabel('Đến tháng').fill('2024-06');
  await page.getByRole('button', { name: 'Đếm' }).click();
  await checkPage('voluntary insurance by month');
  await shot('people-voluntary');
  expect((await page.locator('main').textContent()).includes('trở lại 1'), 'somebody came back in June');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();

  await logIn(page, 'tccb.vinhlong', '/people/gia-lap-ben-tre/gap/28984?list=uncovered&age_from=60');
  await checkPage('elderly people not covered');
  await shot('people-gap-elderly');
  await visit('/people/gia-lap-thang-12/gap/29008?list=uncovered');
  await checkPage('the people not covered');
  await shot('people-gap');
  const masked = await page.locator('main').textContent();
  expect(masked.includes('Lê V. C.') && !masked.includes('Cường'), 'names are masked');
  await page.getByText('Lọc danh sách').click();
  await page.getByLabel('Từ tuổi').fill('sáu mươi');
  expectStatus(422);
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await checkPage('an age that is no number');
  await shot('people-gap-fault');
  expect((await page.getByLabel('Từ tuổi').inputValue()) === 'sáu mươi', 'what was typed stays');
  await page.getByLabel('Từ tuổi').fill('');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await checkPage('the people not covered, again');
  await page.getByLabel('Mục đích').fill('ngắn');
  expectStatus(422);
  await page.getByRole('button', { name: 'Mở họ tên' }).click();
  await checkPage('no purpose, no names');
  await page.getByLabel('Mục đích').fill('Vận động hộ chưa tham gia trong tháng 12');
  await page.getByRole('button', { name: 'Mở họ tên' }).click();
  await checkPage('the names');
  expect((await page.locator('main').textContent()).includes('Lê Văn Cường'), 'names are open');
}

function file(name, text) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}
