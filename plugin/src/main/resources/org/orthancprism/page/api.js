// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's REST API and Orthanc's, as far as the page needs them. All addresses are relative to
// the page's own, so that it works behind a proxy that puts Orthanc under another path.

const ORTHANC = new URL('../../', import.meta.url);

/** What the server answered instead of what was asked for. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The address of something in Orthanc, for a link. */
export function orthancAddress(path) {
  return new URL(path, ORTHANC).href;
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(new URL(path, ORTHANC), options);
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new ApiError(0, 'Orthanc does not answer. Is it running, and is the network up?');
  }
  if (!response.ok) {
    throw new ApiError(response.status, await reason(response, path));
  }
  return response;
}

async function reason(response, path) {
  try {
    const problem = await response.json();
    if (problem.detail || problem.Message) {
      return problem.detail || problem.Message;
    }
  } catch {
    // Said without a document that tells more.
  }
  return `Orthanc answers ${response.status} to ${path}.`;
}

export async function get(path, options = {}) {
  return (await answer(path, options)).json();
}

export async function post(path, body = {}) {
  const response = await answer(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

export async function bytes(path, accept, signal) {
  const response = await answer(path, { headers: { Accept: accept }, signal });
  return response.arrayBuffer();
}

/** The path of a query; values that are empty are left out. */
export function query(path, parameters) {
  const entries = Object.entries(parameters).filter(([, value]) => value);
  return entries.length ? `${path}?${new URLSearchParams(entries)}` : path;
}

const known = new Map();

/** Patient and study attributes of studies, by Orthanc's identifier; those deleted are missing. */
export async function studies(ids) {
  const unknown = [...new Set(ids)].filter((id) => !known.has(id));
  if (unknown.length) {
    const found = await post('tools/bulk-content', { Resources: unknown, Level: 'Study' });
    for (const study of found) {
      known.set(study.ID, { ...study.PatientMainDicomTags, ...study.MainDicomTags });
    }
  }
  return new Map(ids.filter((id) => known.has(id)).map((id) => [id, known.get(id)]));
}
