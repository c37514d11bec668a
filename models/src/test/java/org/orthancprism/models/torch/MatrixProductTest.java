// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MatrixProductTest {

  @Test
  void theProcessorAgreesWithItself() throws Exception {
    MatrixProduct product = MatrixProduct.onThisProcess();
    assertTrue(product.agrees(), product::toString);
  }

  @Test
  void anErrorIsRelativeToWhatIsExpected() {
    MatrixProduct product = MatrixProduct.of(new float[] {3, 4}, new float[] {3, 4.5f});
    assertEquals(0.1, product.relativeError(), 1e-9);
    assertFalse(product.agrees());
  }

  @Test
  void whatIsNoNumberAgreesWithNothing() {
    assertFalse(MatrixProduct.of(new float[] {1, 2}, new float[] {1, Float.NaN}).agrees());
  }
}
