// SPDX-License-Identifier: GPL-3.0-or-later
// Reads DICOM files as OHIF's libraries do, and says in JSON, a line for each, what they see in it.
//
// usage: node read.mjs FILE...
import fs from 'node:fs';
import { adaptersSR } from '@cornerstonejs/adapters';
import { metaData } from '@cornerstonejs/core';
import dcmjs from 'dcmjs';
import dicomParser from 'dicom-parser';

const { MeasurementReport, PlanarFreehandROI } = adaptersSR.Cornerstone3D;

// A radiograph has no place in the patient: a viewer takes its pixels for millimetres.
const PLANE = {
  imagePositionPatient: [0, 0, 0],
  rowCosines: [1, 0, 0],
  columnCosines: [0, 1, 0],
  rowPixelSpacing: 1,
  columnPixelSpacing: 1,
  frameOfReferenceUID: '',
};
metaData.addProvider((type) => (type === 'imagePlaneModule' ? PLANE : undefined));

function naturalized(bytes) {
  const file = dcmjs.data.DicomMessage.readFile(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  return dcmjs.data.DicomMetaDictionary.naturalizeDataset(file.dict);
}

function listed(sequence) {
  return sequence === undefined ? [] : Array.isArray(sequence) ? sequence : [sequence];
}

function elements(bytes) {
  const parsed = dicomParser.parseDicom(new Uint8Array(bytes));
  return { title: parsed.string('x0008103e'), pixelBytes: parsed.elements.x7fe00010?.length ?? 0 };
}

// The film's own identifier stands for the address of its image.
function measurements(report) {
  const images = new Proxy({}, { get: (_, key) => String(key) });
  const state = MeasurementReport.generateToolState(report, images, metaData, {
    getToolClass: () => PlanarFreehandROI,
  });
  return listed(state.PlanarFreehandROI).map((one) => ({
    finding: one.finding?.CodeMeaning,
    sites: one.findingSites.map((site) => site.CodeMeaning),
    comment: one.commentGroup?.TextValue,
    trackingUid: one.TrackingUniqueIdentifier,
    film: one.sopInstanceUid,
    points: one.annotation.data.contour.polyline.length,
    closed: one.annotation.data.contour.closed,
    stats: Object.values(one.annotation.data.cachedStats ?? {})[0],
  }));
}

// What a reader said of an image, in the content of a report.
function verdicts(item) {
  const below = listed(item.ContentSequence);
  const named = (value) => below.filter((one) => listed(one.ConceptNameCodeSequence)[0]?.CodeValue === value);
  const said = named('verdict').map((one) => ({
    verdict: listed(one.ConceptCodeSequence)[0].CodeValue,
    site: listed(one.ContentSequence).map((site) => listed(site.ConceptCodeSequence)[0].CodeMeaning)[0],
    words: named('121106')[0]?.TextValue,
    image: listed(named('cf-image')[0].ReferencedSOPSequence)[0].ReferencedSOPInstanceUID,
    report: listed(named('judged-report')[0].ReferencedSOPSequence)[0].ReferencedSOPInstanceUID,
  }));
  return [...said, ...below.flatMap(verdicts)];
}

function layers(state) {
  return listed(state.GraphicAnnotationSequence).map((annotation) => ({
    layer: annotation.GraphicLayer,
    polylines: listed(annotation.GraphicObjectSequence).length,
    text: listed(annotation.TextObjectSequence)[0]?.UnformattedTextValue,
  }));
}

for (const path of process.argv.slice(2)) {
  const bytes = fs.readFileSync(path);
  const dataset = naturalized(bytes);
  const seen = {
    ...elements(bytes),
    class: dataset.SOPClassUID,
    patient: String(dataset.PatientName),
    synthetic: dataset.SyntheticData,
    pixels: (listed(dataset.PixelData)[0] ?? { byteLength: 0 }).byteLength,
    layers: layers(dataset),
    verdicts: verdicts(dataset),
    measurements: dataset.ContentSequence === undefined ? [] : measurements(dataset),
  };
  console.log(JSON.stringify(seen));
}
