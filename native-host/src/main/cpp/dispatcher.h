// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orthanc_services.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace prism {

/**
 * Hands work over from threads of Orthanc, which wait for the end of it, to threads of Java.
 *
 * An exchange is one piece of work on its way. What it points to belongs to the waiting thread of
 * Orthanc, so Java threads touch it inside use() only: if Orthanc's thread had to give up waiting
 * (because Orthanc stops), use() throws instead of reaching into memory that is gone.
 */
template <typename Work>
class Dispatcher {
 public:
  using Number = std::int64_t;
  using Clock = std::chrono::steady_clock;

  /** Work is refused before, so that a plugin that failed to start is as good as absent. */
  void open() {
    const std::lock_guard<std::mutex> lock(mutex_);
    state_ = State::Open;
  }

  bool isOpen() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return state_ == State::Open;
  }

  /** On a thread of Orthanc: queues the work and waits until finish() is called for it. */
  OrthancPluginErrorCode submit(const Work& work) {
    const auto exchange = std::make_shared<Exchange>(work);
    const auto number = insert(exchange, /*queued=*/true);
    if (!number) {
      return OrthancPluginErrorCode_UnknownResource;
    }
    const OrthancPluginErrorCode result = waitFor(*exchange);
    remove(*number);
    return result;
  }

  /** On a thread of Java: gives work a number without queueing it, to be served on this thread. */
  std::optional<Number> adopt(const Work& work) {
    return insert(std::make_shared<Exchange>(work), /*queued=*/false);
  }

  /** Forgets work that was adopted. */
  void remove(Number number) {
    const std::lock_guard<std::mutex> lock(mutex_);
    exchanges_.erase(number);
  }

  /** On a thread of Java: waits for the next work; nothing when the thread must leave. */
  std::optional<Number> await() {
    std::unique_lock<std::mutex> lock(mutex_);
    ++awaiting_;
    arrived_.wait(lock, [this] { return state_ == State::Closed || !queue_.empty(); });
    --awaiting_;
    left_.notify_all();
    if (state_ == State::Closed) {
      return std::nullopt;
    }
    const Number number = queue_.front();
    queue_.pop_front();
    return number;
  }

  /** Calls f(work) while Orthanc's thread is sure to wait. Throws ServiceError if the work is over. */
  template <typename F>
  auto use(Number number, F f) {
    const auto exchange = find(number);
    if (!exchange) {
      throw ServiceError("This request is over, it can no longer be answered");
    }
    const std::lock_guard<std::mutex> lock(exchange->mutex);
    if (exchange->result || exchange->abandoned) {
      throw ServiceError("This request is over, it can no longer be answered");
    }
    return f(exchange->work);
  }

  /** Ends the wait of Orthanc's thread; without effect if it gave up already. */
  void finish(Number number, OrthancPluginErrorCode result) {
    const auto exchange = find(number);
    if (exchange) {
      const std::lock_guard<std::mutex> lock(exchange->mutex);
      exchange->result = result;
      exchange->done.notify_all();
    }
  }

  /** From now on no thread of Orthanc waits beyond this moment. */
  void limitWaiting(Clock::time_point deadline) {
    std::map<Number, std::shared_ptr<Exchange>> waiting;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      deadline_ = deadline;
      waiting = exchanges_;
    }
    for (const auto& [number, exchange] : waiting) {
      const std::lock_guard<std::mutex> lock(exchange->mutex);
      exchange->done.notify_all();
    }
  }

  /** Refuses work and sends the awaiting threads home; false if some still are inside at the end. */
  bool close(std::chrono::milliseconds patience) {
    std::unique_lock<std::mutex> lock(mutex_);
    state_ = State::Closed;
    arrived_.notify_all();
    return left_.wait_for(lock, patience, [this] { return awaiting_ == 0; });
  }

 private:
  enum class State { NotYetOpen, Open, Closed };

  struct Exchange {
    explicit Exchange(const Work& theWork) : work(theWork) {}
    std::mutex mutex;
    std::condition_variable done;
    std::optional<OrthancPluginErrorCode> result;
    bool abandoned = false;
    Work work;
  };

  std::optional<Number> insert(const std::shared_ptr<Exchange>& exchange, bool queued) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (state_ != State::Open) {
      return std::nullopt;
    }
    const Number number = ++lastNumber_;
    if (queued) {
      queue_.push_back(number);
    }
    try {
      exchanges_.emplace(number, exchange);
    } catch (...) {
      // No thread waits for it, so none may find it.
      if (queued) {
        queue_.pop_back();
      }
      throw;
    }
    if (queued) {
      arrived_.notify_one();
    }
    return number;
  }

  std::shared_ptr<Exchange> find(Number number) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = exchanges_.find(number);
    return found == exchanges_.end() ? nullptr : found->second;
  }

  std::optional<Clock::time_point> deadline() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return deadline_;
  }

  OrthancPluginErrorCode waitFor(Exchange& exchange) {
    std::unique_lock<std::mutex> lock(exchange.mutex);
    while (!exchange.result) {
      const auto limit = deadline();
      if (!limit) {
        exchange.done.wait(lock);
      } else if (exchange.done.wait_until(lock, *limit) == std::cv_status::timeout && !exchange.result) {
        exchange.abandoned = true;
        return OrthancPluginErrorCode_Timeout;
      }
    }
    return *exchange.result;
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable left_;
  State state_ = State::NotYetOpen;
  int awaiting_ = 0;
  Number lastNumber_ = 0;
  std::deque<Number> queue_;
  std::map<Number, std::shared_ptr<Exchange>> exchanges_;
  std::optional<Clock::time_point> deadline_;
};

}  // namespace prism
