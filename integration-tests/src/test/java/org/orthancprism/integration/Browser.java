// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.orthancprism.command.server.Await;

/** A real Chromium that looks at the page, and keeps pictures of it under {@code target}. */
final class Browser implements AutoCloseable {

  private static final Path PICTURES = Path.of("target", "page");
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final URI orthanc;
  private final ChromeDriver driver;

  private Browser(URI orthanc, ChromeDriver driver) {
    this.orthanc = orthanc;
    this.driver = driver;
  }

  /** Debian's Chromium, with a profile of its own. */
  static Browser start(URI orthanc, Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(FLAGS);
    options.addArguments("--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .build();
    Browser browser = new Browser(orthanc, new ChromeDriver(service, options));
    browser.size(1280, 860);
    return browser;
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** Lets the page believe that the system is light or dark. */
  void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Lets every request come as from a proxy that authenticated somebody. */
  void as(String header, String user) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.setExtraHTTPHeaders", Map.of("headers", Map.of(header, user)));
  }

  /** Shows a view of the page, such as {@code worklist/failed}. */
  void open(String view) {
    driver.get("about:blank");
    driver.get(orthanc + "/prism/app/#/" + view);
  }

  /** Shows any page of Orthanc. */
  void visit(String path) {
    driver.get("about:blank");
    driver.get(orthanc + path);
  }

  /** The element, as soon as there is one that is shown. */
  WebElement element(String css) {
    assertTrue(
        Await.until(Pacs.PATIENCE, () -> find(css) != null), () -> css + " is not in " + text());
    return Objects.requireNonNull(find(css));
  }

  private WebElement find(String css) {
    try {
      return driver.findElements(By.cssSelector(css)).stream()
          .filter(WebElement::isDisplayed)
          .findFirst()
          .orElse(null);
    } catch (WebDriverException e) {
      return null; // The page was just drawn anew.
    }
  }

  int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  /** Clicks what may be drawn anew while it is aimed at, or lie under the banner. */
  void click(String css) {
    element(css);
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                element(css).click();
                return true;
              } catch (ElementClickInterceptedException e) {
                centred(css);
                return false;
              } catch (WebDriverException e) {
                return false;
              }
            }),
        css);
  }

  /**
   * Draws a line over an element with the mouse.
   *
   * @param places of the line, in shares of the element's width and height
   */
  void drag(String css, double[]... places) {
    WebElement element = centred(css);
    Actions actions = new Actions(driver);
    move(actions, element, places[0]).clickAndHold();
    for (double[] place : places) {
      move(actions, element, place);
    }
    actions.release().perform();
  }

  /** Clicks places of an element, in shares of its width and height. */
  void clickAt(String css, double[]... places) {
    WebElement element = centred(css);
    for (double[] place : places) {
      move(new Actions(driver), element, place).click().perform();
    }
  }

  private WebElement centred(String css) {
    WebElement element = element(css);
    driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element);
    return element;
  }

  /** Selenium counts from the element's centre. */
  private static Actions move(Actions actions, WebElement element, double[] place) {
    Dimension size = element.getSize();
    return actions.moveToElement(
        element,
        (int) Math.round((place[0] - 0.5) * size.getWidth()),
        (int) Math.round((place[1] - 0.5) * size.getHeight()));
  }

  void write(String css, String text) {
    WebElement field = element(css);
    field.clear();
    field.sendKeys(text);
  }

  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** All that can be read. */
  String text() {
    try {
      return driver.findElement(By.tagName("body")).getText();
    } catch (WebDriverException e) {
      return "";
    }
  }

  /** All that is there, whether it is shown or not. */
  String source() {
    return String.valueOf(driver.getPageSource());
  }

  void awaitText(String text) {
    assertTrue(
        Await.until(Pacs.PATIENCE, () -> text().contains(text)),
        () -> "'" + text + "' is not in: " + text());
  }

  String address() {
    return driver.getCurrentUrl();
  }

  /** Goes to the window that was opened last. */
  void followNewWindow() {
    assertTrue(Await.until(Pacs.PATIENCE, () -> driver.getWindowHandles().size() > 1));
    String first = driver.getWindowHandle();
    driver.close();
    driver
        .switchTo()
        .window(
            driver.getWindowHandles().stream()
                .filter(handle -> !handle.equals(first))
                .findFirst()
                .orElseThrow());
  }

  /** What a script, the body of an asynchronous function, returns. */
  Object run(String script) {
    return driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "(async () => {"
            + script
            + "})().then(done, (error) => done('FAULT ' + error.stack));");
  }

  /** A digest of what a canvas shows. */
  String pixels(String css) {
    return String.valueOf(
        run(
            "await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));"
                + "const c = document.querySelector('"
                + css
                + "');"
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "const h = await crypto.subtle.digest('SHA-256', d);"
                + "return [...new Uint8Array(h)].map((b) => b.toString(16)).join('-');"));
  }

  /** Waits until a canvas shows something else than what the digest is of. */
  void awaitOther(String digest, String css) {
    assertTrue(Await.until(Pacs.PATIENCE, () -> !pixels(css).equals(digest)), css);
  }

  /** Keeps a picture of the window. */
  void picture(String name) throws IOException {
    Files.createDirectories(PICTURES);
    Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Fails when axe-core finds a serious or critical fault of accessibility in what is shown. */
  void assertAccessible(String what) throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
    Object faults =
        run(
            "const { violations } = await axe.run();"
                + "return violations.filter((v) => ['serious', 'critical'].includes(v.impact))"
                + ".flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.html + ' ' +"
                + " n.failureSummary));");
    assertEquals(List.of(), faults, what);
  }

  /** Fails when something was written to the console as an error. */
  void assertNoConsoleError() {
    List<String> errors =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
            .map(LogEntry::getMessage)
            .toList();
    assertEquals(List.of(), errors);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
