// A display of the tests' own, which does what Cornerstone does: a slope of 0 or none is 1, a table
// is scaled by the bits that its entries need, and without window an image is shown from its least
// to its greatest value. Pixels are drawn on a canvas and read back from it.

const read = async (path, accept) => {
  const answer = await fetch('/instances/' + path, { headers: accept ? { Accept: accept } : {} });
  return answer.ok ? answer.arrayBuffer() : null;
};

const decoded = async (id, frame, signed) => {
  const path = `${id}/frames/${frame}/image-${signed ? 'int16' : 'uint16'}`;
  const buffer = await read(path, 'image/x-portable-arbitrarymap');
  const head = new TextDecoder('latin1').decode(buffer.slice(0, 512));
  const number = (name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(head)[1]);
  const start = head.indexOf('ENDHDR\n') + 7;
  const wide = number('MAXVAL') > 255;
  const view = new DataView(buffer, start);
  const values = [];
  for (let i = 0; i < number('WIDTH') * number('HEIGHT'); i++) {
    const word = wide ? view.getUint16(2 * i) : view.getUint8(i);
    values.push(signed && word > 0x7fff ? word - 0x10000 : word);
  }
  return { columns: number('WIDTH'), rows: number('HEIGHT'), values };
};

const tableOf = async (id) => {
  const item = `${id}/content/0028-3010/0/`;
  const [descriptor, data] = await Promise.all([read(item + '0028-3002'), read(item + '0028-3006')]);
  if (!descriptor || !data) {
    return null;
  }
  const first = new DataView(descriptor).getInt16(2, true);
  const entries = new Uint16Array(data);
  const bits = entries.reduce((all, entry) => all | entry, 0).toString(2).length;
  const at = (value) => Math.max(0, Math.min(entries.length - 1, Math.round(value) - first));
  return (value) => entries[at(value)] / (2 ** bits - 1);
};

const seen = (window.seenBefore ??= new Map());

/** What is shown of a frame, drawn once: by windows and tables, or from least to greatest. */
const shown = async (id, frame, stated) => {
  const key = [id, frame, stated].join();
  if (!seen.has(key)) {
    seen.set(key, await drawn(id, frame, stated));
  }
  return seen.get(key);
};

const drawn = async (id, frame, stated) => {
  const tags = JSON.parse(new TextDecoder().decode(await read(`${id}/simplified-tags`)));
  const first = (text) => parseFloat(String(text ?? '').split('\\')[0]);
  const { columns, rows, values } = await decoded(id, frame, tags.PixelRepresentation === '1');
  const slope = first(tags.RescaleSlope) || 1;
  const intercept = first(tags.RescaleIntercept) || 0;
  const center = first(tags.WindowCenter);
  const width = first(tags.WindowWidth);
  const modality = values.map((value) => slope * value + intercept);
  let share;
  if (stated && width >= 1 && Number.isFinite(center)) {
    share =
      tags.VOILUTFunction === 'SIGMOID'
        ? (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width))
        : (value) => (value - (center - 0.5)) / (width - 1) + 0.5;
  } else {
    share = stated ? await tableOf(id) : null;
  }
  if (!share) {
    const least = modality.reduce((a, b) => Math.min(a, b));
    const greatest = modality.reduce((a, b) => Math.max(a, b));
    share = (value) => (value - least) / (greatest - least || 1);
  }
  const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
  const context = canvas.getContext('2d');
  const image = context.createImageData(columns, rows);
  modality.forEach((value, i) => {
    const grey = 255 * Math.max(0, Math.min(1, share(value)));
    const shade = tags.PhotometricInterpretation === 'MONOCHROME1' ? 255 - grey : grey;
    image.data.set([shade, shade, shade, 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
  return { columns, data: context.getImageData(0, 0, columns, rows).data };
};

/** How far two images differ at most, on a scale to 255, but for a label. */
const farthest = async (one, oneFrame, other, otherFrame, stated, [left, right, top, bottom]) => {
  const a = await shown(one, oneFrame, stated);
  const b = await shown(other, otherFrame, stated);
  let worst = 0;
  for (let i = 0; i < a.data.length / 4; i++) {
    const x = (i % a.columns) + 1;
    const y = Math.floor(i / a.columns) + 1;
    if (x < left || x > right || y < top || y > bottom) {
      worst = Math.max(worst, Math.abs(a.data[4 * i] - b.data[4 * i]));
    }
  }
  return worst;
};

/** The share of pixels at which a colour image is not the film in grey. */
const shareThatIsNotGrey = async (film, difference) => {
  const a = await shown(film, 0, true);
  const raw = new Uint8Array(await read(`${difference}/frames/0/raw`));
  let far = 0;
  for (let i = 0; i < a.data.length / 4; i++) {
    far += [0, 1, 2].some((c) => Math.abs(a.data[4 * i] - raw[3 * i + c]) > 1) ? 1 : 0;
  }
  return (4 * far) / a.data.length;
};
