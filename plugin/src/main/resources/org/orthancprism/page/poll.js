// SPDX-License-Identifier: GPL-3.0-or-later

/**
 * Does something now and at intervals, while the page is visible.
 *
 * @param {() => Promise<void>} action what is done; the next time begins when it has ended
 * @param {number} pause milliseconds in between
 * @param {AbortSignal} signal ends it
 */
export async function poll(action, pause, signal) {
  while (!signal.aborted) {
    if (!document.hidden) {
      await action();
    }
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}
