//! How fast a clean paper is read, from its text to its facts.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use papers::TextLayer;

/// The allocator of the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A plan of our own, a little over two thousand bytes.
const PAPER: &str = "BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH AN GIANG\nSố: 215/KH-BHXH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nAn Giang, ngày 10 tháng 3 năm 2022\n\nKẾ HOẠCH\nPhát triển người tham gia bảo hiểm y tế giai đoạn 2022 - 2025\n\nThực hiện Quyết định số 546/QĐ-TTg ngày 29/4/2022 của Thủ tướng Chính phủ về việc giao chỉ tiêu thực hiện bao phủ bảo hiểm y tế, Bảo hiểm xã hội tỉnh xây dựng Kế hoạch như sau:\n\n";

const CHAPTER: &str = "I. MỤC TIÊU\n1. Phấn đấu đến hết năm 2022, tỷ lệ bao phủ bảo hiểm y tế toàn tỉnh đạt từ 92,5% trở lên; số người tham gia BHXH tự nguyện đạt 21.500 người; tỷ lệ chậm đóng dưới 2%.\n2. Nâng cao nhận thức của người dân về chính sách bảo hiểm, để mỗi gia đình hiểu rõ quyền lợi của mình và chủ động tham gia; lấy sự hài lòng của người dân làm thước đo.\n\nII. TỔ CHỨC THỰC HIỆN\n1. Phòng Quản lý thu chủ trì rà soát người chưa tham gia theo từng xã, gửi danh sách về Phòng Truyền thông trước ngày 30/4/2022.\n2. Phòng Truyền thông và Phát triển đối tượng xây dựng tài liệu tuyên truyền bằng hình ảnh, phát trên hệ thống truyền thanh cơ sở, hoàn thành trong quý II năm 2022.\n3. Bảo hiểm xã hội các huyện, thị xã phối hợp với Ủy ban nhân dân các xã tổ chức hội nghị tại thôn, báo cáo kết quả về Bảo hiểm xã hội tỉnh (qua Văn phòng) chậm nhất ngày 15/12/2022.\n\n";

const END: &str = "Nơi nhận:\n- Bảo hiểm xã hội Việt Nam (để báo cáo);\n- Các phòng nghiệp vụ;\n- Lưu: VT, QLT.\n\nGIÁM ĐỐC\n\nNguyễn Văn Minh\n";

fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole");
    for chapters in [2_usize, 200] {
        let text = format!("{PAPER}{}{END}", CHAPTER.repeat(chapters));
        group.throughput(Throughput::Bytes(text.len() as u64));
        let layer = TextLayer { text, ..TextLayer::default() };
        group.bench_function(format!("{} KB", layer.text.len() / 1_000), |bencher| {
            bencher.iter(|| papers::read(&layer))
        });
    }
    group.finish();
}

criterion_group!(benches, whole);
criterion_main!(benches);
