/** Small pieces of the page that need no widget. */

/** A part of the page under a heading. */
export function section(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement("section");
  element.setAttribute("aria-label", title);
  element.append(heading(2, title), ...content);
  return element;
}

/** A part that is folded away at first. */
export function folded(title: string, ...content: readonly HTMLElement[]): HTMLDetailsElement {
  const element = document.createElement("details");
  element.append(textIn("summary", title), ...content);
  return element;
}

export function group(className: string, ...content: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.append(...content);
  return element;
}

export function paragraph(className = ""): HTMLElement {
  const element = document.createElement("p");
  element.className = className;
  return element;
}

/** Shows a text, or hides the element where there is none. */
export function tell(element: HTMLElement, text: string | null): void {
  element.hidden = text === null || text === "";
  if (element.textContent !== (text ?? "")) element.textContent = text;
}

export function heading(level: 2 | 3, title: string): HTMLElement {
  return textIn(`h${level}`, title);
}

/** Changes the title of a part that `folded` made. */
export function retitle(part: HTMLElement, title: string): void {
  const summary = part.querySelector("summary");
  if (summary !== null && summary.textContent !== title) summary.textContent = title;
}

/** A button that looks like a link. */
export function makeLink(text: string, onPress: () => void): HTMLElement {
  const link = textIn("button", text);
  link.className = "link";
  link.addEventListener("click", onPress);
  return link;
}

function textIn(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
