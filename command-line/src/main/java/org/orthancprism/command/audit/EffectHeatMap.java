// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.annotations.XYPolygonAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYZDataset;
import org.orthancprism.command.picture.PngFile;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.Evidence;

/**
 * An effect matrix as a picture: rows edits, columns findings, each cell with its mean change and
 * interval; the edits' own findings are outlined, unintended effects have a marked corner.
 */
final class EffectHeatMap {

  private static final int CELL_WIDTH = 112;
  private static final int CELL_HEIGHT = 58;
  private static final int LETTER_WIDTH = 8;

  /** Title, subtitles and legends take about as much, in pixels. */
  private static final int SURROUNDINGS = 250;

  private static final int LEAST_WIDTH = 900;

  /** Height of the row of column names, in cells. */
  private static final double NAMES = 0.85;

  /** Pixels of the picture to a pixel of the layout, so that it can be printed. */
  private static final int SCALE = 2;

  private static final Font TITLE = font(Font.BOLD, 17);
  private static final Font NAME = font(Font.PLAIN, 13);
  private static final Font VALUE = font(Font.PLAIN, 15);
  private static final Font NAMED_VALUE = font(Font.BOLD, 15);
  private static final Font SMALL = font(Font.PLAIN, 11);
  private static final Font NOTICE = font(Font.BOLD, 13);

  private static final Color INK = new Color(0x202020);
  private static final Stroke OUTLINE = new BasicStroke(2.6f);
  private static final Stroke THIN = new BasicStroke(1f);
  private static final Stroke DASHED =
      new BasicStroke(
          2.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 4}, 0);

  private final String model;
  private final EffectMatrix matrix;
  private final AuditSource source;
  private final ChangeScale scale;

  /**
   * @param model the model's name
   * @param matrix what it saw
   * @param source what that was measured with
   */
  EffectHeatMap(String model, EffectMatrix matrix, AuditSource source) {
    this.model = model;
    this.matrix = matrix;
    this.source = source;
    this.scale = ChangeScale.of(matrix);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /** Writes the picture as PNG. */
  void write(Path png) throws IOException {
    int names = matrix.edits().stream().mapToInt(row -> rowName(row).length()).max().orElse(0);
    int width = names * LETTER_WIDTH + matrix.findings().size() * CELL_WIDTH + 40;
    int height = (int) ((matrix.edits().size() + NAMES) * CELL_HEIGHT) + SURROUNDINGS;
    PngFile.write(drawn(Math.max(LEAST_WIDTH, width), height), PngFile.Content.MEASUREMENTS, png);
  }

  private BufferedImage drawn(int width, int height) {
    BufferedImage picture =
        new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart().draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    graphics.dispose();
    return picture;
  }

  private JFreeChart chart() {
    XYPlot plot = plot();
    String title = "Mean change of each finding's probability under each edit";
    JFreeChart chart = new JFreeChart(title, TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(12, 12, 12, 12));
    chart.getTitle().setPaint(INK);
    chart.addSubtitle(text("SYNTHETIC - not for diagnosis", NOTICE));
    chart.addSubtitle(text(measuredWith(), SMALL));
    chart.addSubtitle(text(measuredHow(), SMALL));
    chart.addSubtitle(colours());
    chart.addSubtitle(marks(plot));
    return chart;
  }

  private static TextTitle text(String line, Font font) {
    TextTitle title = new TextTitle(line, font);
    title.setPaint(INK);
    return title;
  }

  private String measuredWith() {
    int films = matrix.edits().stream().mapToInt(EditEffects::films).max().orElse(0);
    int patients = matrix.edits().stream().mapToInt(EditEffects::patients).max().orElse(0);
    String digest = source.packDigest();
    return String.format(
        Locale.ROOT,
        "%s of %s \u00b7 model %s \u00b7 pack %s %s (%s) \u00b7 method %s \u00b7 seed %d",
        AuditReport.count(films, "film"),
        AuditReport.count(patients, "patient"),
        model,
        source.packName(),
        source.packVersion(),
        digest.substring(0, Math.min(12, digest.length())),
        source.method(),
        source.seed());
  }

  private String measuredHow() {
    return String.format(
        Locale.ROOT,
        "in brackets: %s %% interval (%s); bold at a false discovery rate of %s %% (Benjamini and"
            + " Hochberg)",
        percent(matrix.settings().level()),
        AuditSettings.INTERVALS,
        percent(matrix.settings().falseDiscoveryRate()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g", 100 * share).replaceFirst("\\.?0+$", "");
  }

  private XYPlot plot() {
    XYBlockRenderer renderer = new XYBlockRenderer();
    renderer.setBlockWidth(0.97);
    renderer.setBlockHeight(0.95);
    renderer.setBlockAnchor(RectangleAnchor.CENTER);
    renderer.setPaintScale(scale);
    NumberAxis columns = new NumberAxis();
    columns.setRange(-0.5, matrix.findings().size() - 0.5);
    columns.setVisible(false);
    XYPlot plot = new XYPlot(cells(), columns, rows(), renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    annotate(plot);
    return plot;
  }

  private SymbolAxis rows() {
    String[] names = matrix.edits().stream().map(EffectHeatMap::rowName).toArray(String[]::new);
    SymbolAxis rows = new SymbolAxis(null, names);
    rows.setInverted(true);
    rows.setRange(-0.5 - NAMES, names.length - 0.5);
    rows.setGridBandsVisible(false);
    rows.setAxisLineVisible(false);
    rows.setTickMarksVisible(false);
    rows.setTickLabelFont(NAME);
    rows.setTickLabelPaint(INK);
    return rows;
  }

  private static String rowName(EditEffects row) {
    String patients = AuditReport.count(row.patients(), "patient");
    return row.edit() + "  (n = " + row.films() + ", " + patients + ")";
  }

  private DefaultXYZDataset cells() {
    int findings = matrix.findings().size();
    int count = matrix.edits().size() * findings;
    double[][] cells = new double[3][count];
    for (int i = 0; i < count; i++) {
      int row = i / findings;
      int column = i % findings;
      cells[0][i] = column;
      cells[1][i] = row;
      cells[2][i] = matrix.edits().get(row).effects().get(column).change();
    }
    DefaultXYZDataset dataset = new DefaultXYZDataset();
    dataset.addSeries("mean change", cells);
    return dataset;
  }

  private void annotate(XYPlot plot) {
    for (int column = 0; column < matrix.findings().size(); column++) {
      String name = matrix.findings().get(column);
      ColumnName.lines(name, CELL_WIDTH / LETTER_WIDTH).annotate(plot, column, -0.6, NAME, INK);
    }
    for (int row = 0; row < matrix.edits().size(); row++) {
      EditEffects edit = matrix.edits().get(row);
      for (int column = 0; column < edit.effects().size(); column++) {
        cell(plot, edit, edit.effects().get(column), column, row);
      }
    }
  }

  private void cell(XYPlot plot, EditEffects edit, Effect effect, double x, double y) {
    Font font = effect.verdict().isNamed() ? NAMED_VALUE : VALUE;
    write(plot, effect, signed(effect.change()), font, x, y - 0.12);
    String interval =
        effect
            .evidence()
            .map(Evidence::interval)
            .map(range -> "[" + signed(range.low()) + ", " + signed(range.high()) + "]")
            .orElse(effect.verdict().label());
    write(plot, effect, interval, SMALL, x, y + 0.22);
    if (edit.intends(effect)) {
      Stroke stroke = outline(effect.verdict());
      // From below to above: on an axis that points down, the other way round would be empty.
      plot.addAnnotation(
          new XYBoxAnnotation(x - 0.465, y + 0.45, x + 0.465, y - 0.45, stroke, INK));
    }
    if (effect.verdict() == EffectConclusion.UNINTENDED) {
      double right = x + 0.485;
      double top = y - 0.475;
      double[] corner = {right - 0.16, top, right, top, right, top + 0.31};
      plot.addAnnotation(new XYPolygonAnnotation(corner, null, null, INK));
    }
  }

  private static Stroke outline(EffectConclusion own) {
    return switch (own) {
      case ACHIEVED -> OUTLINE;
      case TOO_FEW_FILMS -> THIN;
      default -> DASHED;
    };
  }

  private void write(XYPlot plot, Effect effect, String text, Font font, double x, double y) {
    XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
    annotation.setFont(font);
    annotation.setPaint(scale.ink(effect));
    annotation.setTextAnchor(TextAnchor.CENTER);
    plot.addAnnotation(annotation);
  }

  /** Two decimals with a sign; a hyphen is too short for a minus. */
  private static String signed(double value) {
    String number = String.format(Locale.ROOT, "%+.2f", value);
    return number.endsWith("0.00") ? "0.00" : number.replace('-', '\u2212');
  }

  private PaintScaleLegend colours() {
    NumberAxis axis = new NumberAxis("mean change of probability");
    axis.setLabelFont(SMALL);
    axis.setTickLabelFont(SMALL);
    axis.setTickLabelPaint(INK);
    axis.setLabelPaint(INK);
    axis.setRange(-scale.bound(), scale.bound());
    PaintScaleLegend legend = new PaintScaleLegend(scale, axis);
    legend.setSubdivisionCount(201);
    legend.setStripWidth(12);
    legend.setStripOutlineVisible(false);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    legend.setBackgroundPaint(Color.WHITE);
    legend.setMargin(new RectangleInsets(4, 220, 4, 220));
    return legend;
  }

  private LegendTitle marks(XYPlot plot) {
    Shape box = new Rectangle2D.Double(-11, -7, 22, 14);
    Shape corner = new Polygon(new int[] {-8, 8, 8}, new int[] {-8, -8, 8}, 3);
    LegendItemCollection items = new LegendItemCollection();
    items.add(outlined("the edit's own finding, changed as meant", box, OUTLINE));
    items.add(
        outlined(
            "the edit's own finding, not changed as meant or not beyond controls", box, DASHED));
    items.add(
        new LegendItem(
            "unintended effect (bold, mean beyond " + matrix.settings().leastEffect() + ")",
            null,
            null,
            null,
            corner,
            INK));
    plot.setFixedLegendItems(items);
    LegendTitle legend = new LegendTitle(plot);
    legend.setItemFont(SMALL);
    legend.setItemPaint(INK);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setHorizontalAlignment(HorizontalAlignment.CENTER);
    legend.setFrame(BlockBorder.NONE);
    legend.setItemLabelPadding(new RectangleInsets(2, 6, 2, 18));
    return legend;
  }

  private static LegendItem outlined(String text, Shape shape, Stroke stroke) {
    return new LegendItem(text, null, null, null, shape, Color.WHITE, stroke, INK);
  }
}
