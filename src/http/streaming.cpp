#include "http/streaming.h"

#include <algorithm>
#include <utility>

namespace guildhall::http {

std::size_t DownloadRun::Expected() const {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(Download::kPiece, download_.size - sent_));
}

void DownloadRun::Read(Services& services) noexcept {
  failed_ = true;
  try {
    auto piece = download_.read(sent_);
    if (!piece) {
      // Gone while it was being taken: nobody's fault.
      if (piece.error().code == Errc::kNotFound) return;
      services.log.Error("cannot read a download").Field("detail", piece.error().detail);
      return;
    }
    failed_ = piece->size() != Expected();
    if (failed_) services.log.Error("a download is not as long as it was said to be");
    piece_ = std::move(*piece);
  } catch (...) {
    services.log.Error("handler threw").Field("where", "download");
  }
}

bool DownloadRun::Advance() {
  sent_ += piece_.size();
  piece_.clear();
  return sent_ >= download_.size;
}

void BeginDownload(Services& services, Errand& errand, Download download) {
  auto run = std::make_shared<DownloadRun>(std::move(download));
  if (run->size() > 0 && errand.request->method != Method::kHead) {
    run->Read(services);
    if (run->failed()) {
      errand.response = RenderFault(services, errand.table, Fault::kInternal, 0);
      return;
    }
  }
  errand.response = run->TakeHead();
  errand.download = std::move(run);
}

bool ContinueDownload(Services& services, const std::shared_ptr<Errand>& errand) {
  services.pending.fetch_add(1, std::memory_order_relaxed);
  const bool taken = services.workers.Submit([&services, errand] {
    errand->download->Read(services);
    errand->home->Put(errand);
  });
  if (!taken) services.pending.fetch_sub(1, std::memory_order_relaxed);
  return taken;
}

}  // namespace guildhall::http
