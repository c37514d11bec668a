// A display of the tests' own, which does what Cornerstone does: a slope of 0 or none is 1, a VOI LUT
// is scaled by the bits that its entries need, and without window an image is shown from its least
// to its greatest value. Pixels are drawn on a canvas and read back from it.

const PAM = 'image/x-portable-arbitrarymap';

const read = async (path, accept) => {
  const answer = await fetch('/instances/' + path, { headers: accept ? { Accept: accept } : {} });
  return answer.ok ? answer.arrayBuffer() : null;
};

/** Stored values as Orthanc decodes them, or their bytes where they are signed, which it does not. */
const decoded = async (id, frame, signed) => {
  const path = `${id}/frames/${frame}/`;
  const buffer = await read(path + (signed ? 'image-int16' : 'image-uint16'), PAM);
  if (!buffer) {
    return Array.from(new Int8Array(await read(path + 'raw')));
  }
  const head = new TextDecoder('latin1').decode(buffer.slice(0, 512));
  const number = (name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(head)[1]);
  const view = new DataView(buffer, head.indexOf('ENDHDR\n') + 7);
  const wide = number('MAXVAL') > 255;
  return Array.from({ length: number('WIDTH') * number('HEIGHT') }, (_, i) => {
    const word = wide ? view.getUint16(2 * i) : view.getUint8(i);
    return signed && word > 0x7fff ? word - 0x10000 : word;
  });
};

const tableOf = async (id, sequence) => {
  const item = `${id}/content/${sequence}/0/`;
  const [descriptor, data] = await Promise.all([read(item + '0028-3002'), read(item + '0028-3006')]);
  if (!descriptor || !data) {
    return null;
  }
  const count = new DataView(descriptor).getUint16(0, true) || 0x10000;
  const first = new DataView(descriptor).getInt16(2, true);
  const entries = data.byteLength < 2 * count ? new Uint8Array(data) : new Uint16Array(data);
  const bits = Math.max(8, entries.reduce((all, entry) => all | entry, 0).toString(2).length);
  const at = (value) => Math.max(0, Math.min(entries.length - 1, Math.round(value) - first));
  return { entry: (value) => entries[at(value)], greatest: 2 ** bits - 1 };
};

const seen = new Map();

/** What is shown of a frame, drawn once: by windows and tables, or from least to greatest. */
const shown = (id, frame, stated) => {
  const key = [id, frame, stated].join();
  if (!seen.has(key)) {
    seen.set(key, drawn(id, frame, stated));
  }
  return seen.get(key);
};

const windowOf = (tags, first) => {
  const center = first(tags.WindowCenter);
  const width = first(tags.WindowWidth);
  if (!(width >= 1) || !Number.isFinite(center)) {
    return null;
  }
  switch (tags.VOILUTFunction) {
    case 'SIGMOID':
      return (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width));
    case 'LINEAR_EXACT':
      return (value) => (value - center) / width + 0.5;
    default:
      return (value) => (value - (center - 0.5)) / (width - 1) + 0.5;
  }
};

const voiOf = async (id) => {
  const table = await tableOf(id, '0028-3010');
  return table && ((value) => table.entry(value) / table.greatest);
};

const drawn = async (id, frame, stated) => {
  const tags = JSON.parse(new TextDecoder().decode(await read(`${id}/simplified-tags`)));
  const first = (text) => parseFloat(String(text ?? '').split('\\')[0]);
  const columns = Number(tags.Columns);
  const rows = Number(tags.Rows);
  const values = await decoded(id, frame, tags.PixelRepresentation === '1');
  const rescaled = Number.isFinite(first(tags.RescaleIntercept)) && first(tags.RescaleSlope);
  const slope = rescaled || 1;
  const intercept = rescaled ? first(tags.RescaleIntercept) : 0;
  const lut = await tableOf(id, '0028-3000');
  const modality = values.map(lut ? lut.entry : (value) => slope * value + intercept);
  let share = stated ? windowOf(tags, first) ?? (await voiOf(id)) : null;
  if (!share) {
    const least = modality.reduce((a, b) => Math.min(a, b));
    const greatest = modality.reduce((a, b) => Math.max(a, b));
    share = (value) => (value - least) / (greatest - least || 1);
  }
  const inverse =
    tags.PhotometricInterpretation === 'MONOCHROME1' || tags.PresentationLUTShape === 'INVERSE';
  const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
  const context = canvas.getContext('2d');
  const image = context.createImageData(columns, rows);
  modality.forEach((value, i) => {
    const grey = 255 * Math.max(0, Math.min(1, share(value)));
    const shade = inverse ? 255 - grey : grey;
    image.data.set([shade, shade, shade, 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
  return { columns, data: context.getImageData(0, 0, columns, rows).data };
};

/** How far two images differ at most where nothing was changed, on a scale to 255. */
const farthest = async ([one, oneFrame], [other, otherFrame], stated, unchanged) => {
  const a = await shown(one, oneFrame, stated);
  const b = await shown(other, otherFrame, stated);
  let worst = 0;
  for (let i = 0; i < a.data.length / 4; i++) {
    if (unchanged[i] === '1') {
      worst = Math.max(worst, Math.abs(a.data[4 * i] - b.data[4 * i]));
    }
  }
  return worst;
};

/** The least rectangle's share of the image in which a colour image is not the film in grey. */
const shareThatIsNotGrey = async (film, difference, unchanged) => {
  const a = await shown(film, 0, true);
  const raw = new Uint8Array(await read(`${difference}/frames/0/raw`));
  const far = [];
  for (let i = 0; i < a.data.length / 4; i++) {
    const grey = [0, 1, 2].every((c) => Math.abs(a.data[4 * i] - raw[3 * i + c]) <= 1);
    if (!grey && unchanged[i] === '1') {
      far.push([i % a.columns, Math.floor(i / a.columns)]);
    }
  }
  const side = (axis) => {
    const places = far.map((place) => place[axis]);
    return far.length ? Math.max(...places) - Math.min(...places) + 1 : 0;
  };
  return (4 * side(0) * side(1)) / a.data.length;
};

/** How far all that is made of a film differs from it at most, by what is shown. */
const judgedOne = async ({ film, meant, counterfactual, flicker, difference, unchanged }) => {
  const to = (image, frame, stated) => farthest([film, 0], [image, frame], stated, unchanged);
  return {
    'counterfactual as stated': await to(counterfactual, 0, true),
    'counterfactual by its range': await to(counterfactual, 0, false),
    'flicker, film as stated': await to(flicker, 0, true),
    'flicker, film by its range': await to(flicker, 0, false),
    'flicker, counterfactual as stated': await to(flicker, 1, true),
    'flicker, counterfactual by its range': await to(flicker, 1, false),
    legend: await shareThatIsNotGrey(meant, difference, unchanged),
  };
};

const judged = (films) => Promise.all(films.map(judgedOne));
