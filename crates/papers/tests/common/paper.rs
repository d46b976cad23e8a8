//! The paper that the tests and the benchmarks break.

/// A paper of our own.
pub const PAPER: &str = "\
BẢO HIỂM XÃ HỘI VIỆT NAM
BẢO HIỂM XÃ HỘI TỈNH AN BÌNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 412/KH-BHXH
An Bình, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Thực hiện Phong trào thi đua “Cả nước chung sức xây dựng nông thôn mới” năm 2024
Căn cứ Quyết định số 587/QĐ-TTg ngày 18/5/2022 của Thủ tướng Chính phủ; theo đề nghị của Trưởng phòng Tổ chức cán bộ, Bảo hiểm xã hội (BHXH) \
tỉnh xây dựng kế hoạch với những nội dung sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức, trách nhiệm của công chức, viên chức và người lao động trong toàn ngành đối với việc phát triển người tham gia bảo hiểm \
y tế (BHYT), nhất là ở các xã đăng ký đạt chuẩn nông thôn mới.
2. Tổ chức phong trào thiết thực, tránh hình thức; gắn với nhiệm vụ chính trị được giao và với đời sống của nhân dân ở cơ sở.
II. CHỈ TIÊU
1. Tỷ lệ bao phủ BHYT đạt trên 95,02% dân số; ≥ 90% số xã có tỷ lệ nam và nữ tham gia đều đạt yêu cầu của tiêu chí 15.1.
2. Số người tham gia BHXH tự nguyện tăng ít nhất 12% so với năm 2023, tương đương 4.785 người; thu hồi 1.250.000.000 đồng tiền chậm đóng.
3. Mỗi đơn vị nhận giúp đỡ từ một đến hai xã khó khăn, vận động nhà hảo tâm tặng thẻ cho người cận nghèo và học sinh có hoàn cảnh đặc biệt.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng chủ trì, phối hợp với Phòng Truyền thông theo dõi, đôn đốc, tổng hợp kết quả, báo cáo Giám đốc trước ngày 30/11/2024.
2. BHXH các huyện, thị xã, thành phố chủ động tham mưu cấp ủy, chính quyền địa phương; gửi báo cáo sơ kết về BHXH tỉnh (qua Văn phòng) chậm \
nhất ngày 15 tháng 6 và báo cáo tổng kết trong Quý IV.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị kịp thời phản ánh để được hướng dẫn, giải quyết./.
Nơi nhận:
- BHXH Việt Nam (để báo cáo);
- Ủy ban nhân dân tỉnh;
- Lưu: VT, TĐKT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trần Văn Bình
";
