// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** The body of an answer, refused once it is longer than any answer of a model. */
final class LimitedBody implements BodySubscriber<byte[]> {

  private static final long MOST_BYTES = 1L << 20;

  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private @Nullable Subscription subscription;
  private long received;

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    whole.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    for (ByteBuffer buffer : part) {
      received += buffer.remaining();
    }
    if (received <= MOST_BYTES) {
      whole.onNext(part);
    } else if (subscription != null) {
      subscription.cancel();
      whole.onError(new IOException("the answer is longer than " + MOST_BYTES + " bytes"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.onError(failure);
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }
}
