/**
 * The WebGL programs that draw lines and discs.
 *
 * Lines: solid, dashed or dotted, measured in pixels of the screen along the line, so that a dash is as long at every
 * zoom; with a head at either end; and set beside each other where two entities share several. Each line is a narrow
 * strip and two small heads, so that few pixels are painted in vain: this is quick without a graphics card, too.
 */

import "./webgl";
import { EdgeProgram, type EdgeProgramType, NodeProgram, type NodeProgramType } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

/** What our lines tell the program beyond what sigma knows. */
export interface LineData extends EdgeDisplayData {
  /** 0 solid, 1 dashed, 2 dotted. */
  dash: number;
  forward: boolean;
  backward: boolean;
  /** Pixels beside the straight line between the two ends. */
  beside: number;
}

export interface DiscData extends NodeDisplayData {
  ring: string;
}

/** Pixels from the tip of a head to its base, and from the line to its edge; for a line that is one pixel wide. */
export const HEAD_LENGTH = 6;
export const HEAD_WIDTH = 3.2;

const LINE_VERTEX = /* glsl */ `
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec2 a_radii;
attribute vec4 a_color;
attribute float a_look; // packed: width, pixels beside, dash and heads
attribute float a_corner; // 0 to 5 of the strip, 6 to 8 of the head at the end, 9 to 11 of the head at the start

uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;

varying vec4 v_color;
varying vec4 v_place; // along, across, half width, dash
varying vec2 v_head; // along from the tip, length; negative on the strip

vec2 toPixels(vec2 place) {
  return (u_matrix * vec3(place, 1.0)).xy * u_viewport * 0.5;
}

void main() {
  float signs = floor(a_look / 4096.0);
  float beside = (mod(floor(a_look / 64.0), 64.0) - 32.0) * 0.5;
  float width = mod(a_look, 64.0) / 16.0;
  float heads = floor(signs / 4.0);
  float dash = signs - 4.0 * heads;

  vec2 start = toPixels(a_start);
  vec2 end = toPixels(a_end);
  float whole = max(length(end - start), 0.001);
  vec2 along = (end - start) / whole;
  vec2 across = vec2(-along.y, along.x);
  float half_width = max(width / sqrt(u_sizeRatio), 0.9) * 0.5;
  float head_length = ${HEAD_LENGTH.toFixed(1)} + 2.0 * half_width;
  vec2 radii = a_radii / u_sizeRatio + 1.0;
  float room = whole - radii.x - radii.y;
  bool has_heads = room > 2.5 * head_length && min(radii.x, radii.y) > 2.0;
  float at_end = has_heads && mod(heads, 2.0) > 0.5 ? head_length : 0.0;
  float at_start = has_heads && heads > 1.5 ? head_length : 0.0;

  float place;
  float wide;
  if (a_corner < 5.5) {
    // Two triangles: corners 0 1 2 and 1 2 3 of a strip.
    float corner = a_corner < 2.5 ? a_corner : a_corner - 2.0;
    float from = radii.x + at_start * 0.8;
    float to = max(from, whole - radii.y - at_end * 0.8);
    place = corner > 1.5 ? to : from;
    wide = (half_width + 0.6) * (mod(corner, 2.0) > 0.5 ? 1.0 : -1.0);
    v_head = vec2(-1.0, 0.0);
  } else {
    float corner = mod(a_corner, 3.0);
    float head = a_corner < 8.5 ? at_end : at_start;
    float base = corner > 0.5 ? head + 1.0 : 0.0;
    place = a_corner < 8.5 ? whole - radii.y - base : radii.x + base;
    wide = corner < 0.5 || head == 0.0 ? 0.0 : (${HEAD_WIDTH.toFixed(1)} + half_width + 1.0) * (corner > 1.5 ? 1.0 : -1.0);
    v_head = vec2(base, head);
  }
  vec2 pixels = start + along * place + across * (beside + wide);
  gl_Position = vec4(pixels / (u_viewport * 0.5), 0.0, 1.0);
  v_place = vec4(place - radii.x, wide, half_width, dash);
  v_color = a_color;
}
`;

const LINE_FRAGMENT = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying vec4 v_place;
varying vec2 v_head;

void main(void) {
  float beside = abs(v_place.y);
  float cover;
  if (v_head.x >= 0.0) {
    float edge = (${HEAD_WIDTH.toFixed(1)} + v_place.z) * v_head.x / max(v_head.y, 0.001);
    cover = (1.0 - smoothstep(edge - 0.5, edge + 0.5, beside)) * step(v_head.x, v_head.y);
  } else {
    cover = 1.0 - smoothstep(v_place.z - 0.5, v_place.z + 0.5, beside);
    if (v_place.w > 1.5) cover *= 1.0 - smoothstep(1.6, 2.6, mod(v_place.x, 6.0));
    else if (v_place.w > 0.5) cover *= 1.0 - smoothstep(6.5, 7.5, mod(v_place.x, 12.0));
  }
  float alpha = v_color.a * cover;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
}
`;

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

/**
 * Corners are written out, and not drawn as instances of one shape: where a processor plays the graphics card
 * (SwiftShader), an instance takes as long as a drawing of its own, and 14,000 lines took four times as long.
 */
const CORNERS = 12;

/** The drawings whose lines are left out for the moment. */
export const withoutLines = new WeakSet<object>();

class Lines extends EdgeProgram {
  override render(parameters: RenderParams): void {
    if (!withoutLines.has(this.renderer)) super.render(parameters);
  }

  getDefinition() {
    return {
      VERTICES: CORNERS,
      VERTEX_SHADER_SOURCE: LINE_VERTEX,
      FRAGMENT_SHADER_SOURCE: LINE_FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_matrix", "u_viewport", "u_sizeRatio"],
      ATTRIBUTES: [
        { name: "a_start", size: 2, type: FLOAT },
        { name: "a_end", size: 2, type: FLOAT },
        { name: "a_radii", size: 2, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_look", size: 1, type: FLOAT },
        { name: "a_corner", size: 1, type: FLOAT },
      ],
    };
  }

  processVisibleItem(
    _: number,
    at: number,
    source: NodeDisplayData,
    target: NodeDisplayData,
    data: EdgeDisplayData,
  ): void {
    const line = data as LineData;
    const array = this.array;
    const color = floatColor(line.color);
    const look = packLook(line);
    for (let corner = 0; corner < CORNERS; corner++) {
      array[at++] = source.x;
      array[at++] = source.y;
      array[at++] = target.x;
      array[at++] = target.y;
      array[at++] = source.size;
      array[at++] = target.size;
      array[at++] = color;
      array[at++] = look;
      array[at++] = corner;
    }
  }

  setUniforms(parameters: RenderParams, { gl, uniformLocations }: Parameters<EdgeProgram["setUniforms"]>[1]): void {
    gl.uniformMatrix3fv(uniformLocations["u_matrix"]!, false, parameters.matrix);
    gl.uniform2f(uniformLocations["u_viewport"]!, parameters.width, parameters.height);
    gl.uniform1f(uniformLocations["u_sizeRatio"]!, parameters.sizeRatio);
  }
}

/** Width in sixteenths of a pixel, twice the pixels beside, dash and heads as one number that a float holds exactly. */
function packLook({ size, beside, dash, forward, backward }: LineData): number {
  const wide = Math.min(63, Math.round(size * 16));
  const aside = Math.max(0, Math.min(63, Math.round(beside * 2) + 32));
  return wide + 64 * aside + 4096 * (dash + 4 * (Number(forward) + 2 * Number(backward)));
}

const DISC_VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec4 a_id;
attribute float a_angle;

uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;

varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_place;
varying float v_radius;

void main() {
  v_radius = a_size / u_sizeRatio;
  // The circle that lies in a triangle has half the radius of the circle around it.
  v_place = 2.0 * (v_radius + 1.5) * vec2(cos(a_angle), sin(a_angle));
  vec2 place = (u_matrix * vec3(a_position, 1.0)).xy + v_place / (u_viewport * 0.5);
  gl_Position = vec4(place, 0.0, 1.0);
  v_ring = a_ring;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
}
`;

const DISC_FRAGMENT = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_place;
varying float v_radius;

void main(void) {
  float far = length(v_place);
  #ifdef PICKING_MODE
  gl_FragColor = far > max(v_radius + 1.0, 3.0) ? vec4(0.0) : v_color;
  #else
  float ring = min(1.5, v_radius * 0.3);
  float cover = 1.0 - smoothstep(v_radius + 0.5, v_radius + 1.5, far);
  float inside = 1.0 - smoothstep(v_radius - ring - 0.5, v_radius - ring + 0.5, far);
  gl_FragColor = vec4(mix(v_ring.rgb, v_color.rgb, inside), 1.0) * cover;
  #endif
}
`;

const ANGLES = [0, (2 * Math.PI) / 3, (4 * Math.PI) / 3];

class Discs extends NodeProgram {
  getDefinition() {
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: DISC_VERTEX,
      FRAGMENT_SHADER_SOURCE: DISC_FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_matrix", "u_viewport", "u_sizeRatio"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_ring", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_angle", size: 1, type: FLOAT },
      ],
    };
  }

  processVisibleItem(index: number, at: number, data: NodeDisplayData): void {
    const disc = data as DiscData;
    const array = this.array;
    const [color, ring] = [floatColor(disc.color), floatColor(disc.ring)];
    for (const angle of ANGLES) {
      array[at++] = disc.x;
      array[at++] = disc.y;
      array[at++] = disc.size;
      array[at++] = color;
      array[at++] = ring;
      array[at++] = index;
      array[at++] = angle;
    }
  }

  setUniforms(parameters: RenderParams, { gl, uniformLocations }: Parameters<NodeProgram["setUniforms"]>[1]): void {
    gl.uniformMatrix3fv(uniformLocations["u_matrix"]!, false, parameters.matrix);
    gl.uniform2f(uniformLocations["u_viewport"]!, parameters.width, parameters.height);
    gl.uniform1f(uniformLocations["u_sizeRatio"]!, parameters.sizeRatio);
  }
}

export const LineProgram: EdgeProgramType = Lines;
export const DiscProgram: NodeProgramType = Discs;
