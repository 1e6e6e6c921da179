#include <utility>

#include "http/connection.h"
#include "http/loop.h"
#include "http/streaming.h"

// What a connection does while its client takes an answer piece by piece.

namespace guildhall::http {

/// The first piece is home, with the head of the answer, or a further one.
void Connection::OnPiece(std::shared_ptr<Errand> errand) {
  DownloadRun& run = *errand->download;
  // The client has counted on more: the end of the connection tells him.
  if (run.failed()) return Close();
  if (loop_.retiring()) exchange_.close = true;
  if (!run.has_begun()) {
    run.Begin();
    Write(errand->response, &run);
  }
  loop_.out().Append(run.piece());
  const bool whole = run.Advance() || exchange_.method == Method::kHead;
  if (whole && !exchange_.close) return Process();
  pause_ = whole ? Pause::kEnd : Pause::kPiece;
  if (!whole) download_ = std::move(errand);
  bool again = false;
  if (Send()) Proceed(pause_, again);
}

/// The client has all pieces so far.
void Connection::FetchPiece() {
  state_ = State::kRunning;
  SetDeadline(loop_.services().limits.write_seconds);
  errand_out_ = true;
  if (ContinueDownload(loop_.services(), std::exchange(download_, nullptr))) return;
  loop_.services().metrics.CountRefused("overload");
  errand_out_ = false;
  Close();
}

}  // namespace guildhall::http
