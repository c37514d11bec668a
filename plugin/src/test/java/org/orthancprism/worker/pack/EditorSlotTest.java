// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.editor.EditorSettings;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.ComputeDevice;

/** When networks are loaded, and when those that are loaded serve once more. */
class EditorSlotTest {

  @TempDir private Path folder;
  private final List<ComputeDevice> devices = new ArrayList<>();
  private EditorSlot packs;

  @BeforeEach
  void writeThePack() {
    write();
    packs =
        new EditorSlot(
            folder, EditorSettings.BY_DEVICE, new FileDigests(Clock.systemUTC()), devices::add);
  }

  @AfterEach
  void close() {
    packs.close();
  }

  private void write() {
    TinyPacks.imageConditioned(folder, new TinyPacks.Ending(0, -9, 0));
  }

  /** As an administrator installs another version of the same pack. */
  private void update() throws Exception {
    Path manifest = folder.resolve("pack.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\"version\": *\"[^\"]*\"", "\"version\": \"updated\""));
  }

  @Test
  void networksStayLoadedFromOneTaskToTheNext() throws Exception {
    LoadedPack first = packs.open(packs.verified());
    assertSame(first, packs.open(packs.verified()));
    assertEquals(List.of(ComputeDevice.ofThisProcess()), devices);
  }

  @Test
  void theNextTaskLoadsAnUpdatedPack() throws Exception {
    LoadedPack first = packs.open(packs.verified());
    update();
    LoadedPack second = packs.open(packs.verified());
    assertNotSame(first, second);
    assertNotEquals(first.pack().digest(), second.pack().digest());
    assertEquals("updated", second.pack().version());
  }

  @Test
  void aDamagedPackIsRefusedWithoutLosingTheNetworksThatAreLoaded() throws Exception {
    LoadedPack first = packs.open(packs.verified());
    Path weights = folder.resolve("unet.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, new byte[] {1, 2, 3});
    assertThrows(PackException.class, packs::verified);
    Files.write(weights, whole);
    assertSame(first, packs.open(packs.verified()));
  }

  @Test
  void aPackThatIsMissingAtStartIsLoadedOnceItIsThere() throws Exception {
    Path manifest = folder.resolve("pack.json");
    String whole = Files.readString(manifest);
    Files.delete(manifest);
    assertThrows(PackException.class, packs::verified);
    Files.writeString(manifest, whole);
    assertEquals(packs.verified().digest(), packs.open(packs.verified()).pack().digest());
  }

  @Test
  void aClosedSlotLoadsItsPackAgain() throws Exception {
    LoadedPack first = packs.open(packs.verified());
    packs.close();
    assertNotSame(first, packs.open(packs.verified()));
  }
}
