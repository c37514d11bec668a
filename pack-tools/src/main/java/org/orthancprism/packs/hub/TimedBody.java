// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read piece by piece. A connection on which nothing comes for a while is
 * given up, which Java's own streams don't do.
 */
final class TimedBody implements BodySubscriber<TimedBody>, AutoCloseable {

  /** Pieces that may wait to be read, of some kB each. */
  private static final int AHEAD = 16;

  private final Duration stall;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile Optional<Flow.Subscription> subscription = Optional.empty();

  private sealed interface Event {}

  private record Piece(List<ByteBuffer> bytes) implements Event {}

  private record End() implements Event {}

  private record Failure(Throwable cause) implements Event {}

  TimedBody(Duration stall) {
    this.stall = stall;
  }

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = Optional.of(given);
    given.request(AHEAD);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    events.add(new Piece(bytes));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Failure(failure));
  }

  @Override
  public void onComplete() {
    events.add(new End());
  }

  /**
   * The next piece.
   *
   * @return nothing at the end
   * @throws IOException when the connection is cut, or nothing comes for too long
   */
  List<ByteBuffer> next() throws IOException, InterruptedException {
    Event event = events.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
    if (event instanceof Piece piece) {
      subscription.ifPresent(given -> given.request(1));
      return piece.bytes();
    }
    if (event instanceof Failure failure) {
      throw new IOException("the connection was cut", failure.cause());
    }
    if (event == null) {
      throw new IOException("nothing came for " + stall.toSeconds() + " s");
    }
    return List.of();
  }

  /** Ends the connection where the body was not read to its end. */
  @Override
  public void close() {
    subscription.ifPresent(Flow.Subscription::cancel);
  }
}
