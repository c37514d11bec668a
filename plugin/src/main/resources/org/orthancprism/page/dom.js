// SPDX-License-Identifier: GPL-3.0-or-later
// Builds elements. Text goes in as text nodes only, so that no name can become markup.

/**
 * An element.
 *
 * @param {string} name of the element
 * @param {object} properties attributes; functions become listeners, `true` an empty attribute,
 *     and `false`, null and undefined none at all
 * @param {...any} children elements and texts; false, null and undefined are left out
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...flat(children));
  return element;
}

/** Puts children in the place of those that an element has. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== false && child !== null && child !== undefined)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Says something to those who listen to the page. */
export function announce(text) {
  document.getElementById('announcements').textContent = text;
}

/** A button that does one thing at a time. */
export function button(label, action, properties = {}) {
  const element = h('button', { type: 'button', ...properties }, label);
  element.addEventListener('click', async () => {
    if (element.getAttribute('aria-disabled') === 'true') {
      return;
    }
    element.setAttribute('aria-disabled', 'true');
    try {
      await action(element);
    } finally {
      element.removeAttribute('aria-disabled');
    }
  });
  return element;
}

/** A message that something did not work, and what to do. */
export function fault(error) {
  return h('p', { class: 'fault', role: 'alert' }, error.message);
}

/** A table of names and values; those without a value are left out. */
export function facts(rows) {
  return h(
    'dl',
    { class: 'facts' },
    rows
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}

/** Asks before something is done that can't be undone; resolves to whether to do it. */
export function confirmed(question, yes, no) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'question', 'aria-label': question });
    const close = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    dialog.append(
      h('p', {}, question),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'primary', click: () => close(true) }, yes),
        h('button', { type: 'button', click: () => close(false) }, no),
      ),
    );
    dialog.addEventListener('cancel', () => close(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}
