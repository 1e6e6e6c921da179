#include "store/postgres/read_pool.h"

#include "store/sql/counters.h"

namespace guildhall::store {

/// A session taken out of the pool, given back at the end of the scope; none when it is closed.
class ReadPool::Lease {
 public:
  explicit Lease(ReadPool& pool) : pool_(pool) {
    std::unique_lock lock(pool_.mutex_);
    pool_.returned_.wait(lock, [&] { return pool_.closed_ || !pool_.idle_.empty(); });
    if (pool_.closed_) return;
    session_ = std::move(pool_.idle_.back());
    pool_.idle_.pop_back();
  }
  ~Lease() {
    if (session_ == nullptr) return;
    session_->connection.EndReading();
    {
      const std::scoped_lock lock(pool_.mutex_);
      pool_.idle_.push_back(std::move(session_));
    }
    pool_.returned_.notify_all();
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  [[nodiscard]] Session* get() const { return session_.get(); }

 private:
  ReadPool& pool_;
  std::unique_ptr<Session> session_;
};

ReadPool::ReadPool(const ConnectionString& where, std::size_t size,
                   const std::shared_ptr<ServerHistory>& history)
    : size_(size) {
  for (std::size_t i = 0; i < size; ++i) idle_.push_back(std::make_unique<Session>(where, history));
}

Result<void> ReadPool::Read(const Store::Reading& reading) {
  const Lease lease(*this);
  if (lease.get() == nullptr) return Fail(Errc::kUnavailable, "the store is closed");
  GH_CHECK(lease.get()->connection.BeginReading());
  return reading(lease.get()->snapshot);
}

Result<Epochs> ReadPool::ReadEpochs(TenantId tenant) {
  const Lease lease(*this);
  if (lease.get() == nullptr) return Fail(Errc::kUnavailable, "the store is closed");
  GH_CHECK(lease.get()->connection.BeginReading());
  return store::ReadEpochs(lease.get()->connection, tenant);
}

void ReadPool::Close() {
  std::unique_lock lock(mutex_);
  closed_ = true;
  returned_.notify_all();
  returned_.wait(lock, [&] { return idle_.size() == size_; });
  idle_.clear();
  size_ = 0;
}

}  // namespace guildhall::store
