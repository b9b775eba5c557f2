/** Whether the browser draws WebGL. sigma reads constants of it when it is loaded, so this module is imported first. */

class Missing {}

for (const name of ["WebGLRenderingContext", "WebGL2RenderingContext"])
  if (!(name in globalThis)) Object.assign(globalThis, { [name]: Missing });

export function hasWebGL(): boolean {
  const canvas = document.createElement("canvas");
  return (canvas.getContext("webgl2") ?? canvas.getContext("webgl")) !== null;
}
