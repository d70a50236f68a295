// Signs and other SVG made by hand, for the part of the map that React does not draw.

import type { Mark } from "../history/picture.ts";
import { byHandPath, shapeOf } from "./mark-shapes.ts";
import styles from "./ServiceMap.module.css";

const SVG = "http://www.w3.org/2000/svg";

/** Adds an element to `parent`, and returns it. */
export function addSvg<Name extends keyof SVGElementTagNameMap>(
  parent: SVGElement,
  name: Name,
  attributes: Record<string, string | undefined>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value ?? "");
  parent.append(element);
  return element;
}

/** What became of a delivery, to be put where it ended. */
export function drawSign(mark: Mark, scale: number): SVGGElement {
  const { path, isSolid } = shapeOf(mark);
  const sign = document.createElementNS(SVG, "g");
  sign.setAttribute("class", styles.sign ?? "");
  sign.dataset.kind = mark.kind;
  const inner = addSvg(sign, "g", { transform: `scale(${scale}) translate(-8 -8)` });
  addSvg(inner, "circle", { cx: "8", cy: "8", r: "9", class: styles.signGround });
  addSvg(inner, "path", { d: path, class: isSolid ? styles.signSolid : styles.signLine });
  if (mark.reason !== "live") addSvg(inner, "path", { d: byHandPath, class: styles.signLine });
  return sign;
}
