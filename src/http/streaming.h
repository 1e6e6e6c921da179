#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/answer.h"
#include "http/answering.h"

namespace guildhall::http {

/// A `Download` under way: one piece of it at a time. Goes with its errand, so it belongs to a
/// worker while a piece is read and to the loop while that is written.
class DownloadRun {
 public:
  explicit DownloadRun(Download download) : download_(std::move(download)) {}

  /// Reads the next piece; for a worker. Never throws.
  void Read(Services& services) noexcept;
  /// The last `Read` brought nothing that could be sent.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::string_view piece() const { return piece_; }
  /// The piece is on its way to the client. True when it was the last one.
  bool Advance();

  [[nodiscard]] bool has_begun() const { return begun_; }
  void Begin() { begun_ = true; }
  [[nodiscard]] std::uint64_t size() const { return download_.size; }
  [[nodiscard]] std::string_view media_type() const { return download_.media_type; }
  Response TakeHead() { return std::move(download_.head); }

 private:
  /// What the next piece has to have.
  [[nodiscard]] std::size_t Expected() const;

  Download download_;
  std::string piece_;
  std::uint64_t sent_ = 0;
  bool begun_ = false;
  bool failed_ = false;
};

/// The errand becomes a download, with its first piece read; or, where that cannot be, a fault. For
/// a worker.
void BeginDownload(Services& services, Errand& errand, Download download);

/// Sends the errand for its next piece. False when no worker will: then it is where it was.
bool ContinueDownload(Services& services, const std::shared_ptr<Errand>& errand);

}  // namespace guildhall::http
