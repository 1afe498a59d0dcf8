// A quad around one shape: capsule, part of a box, glyph or plain rectangle.
layout(location = 0) in vec4 place; // capsule: both ends; else both corners
layout(location = 1) in vec4 form;  // radii or radius and stroke, kind, blur
layout(location = 2) in vec4 first;
layout(location = 3) in vec4 second;
layout(location = 4) in vec4 part; // glyph: corners in the atlas; box: what is drawn of it

uniform vec2 size;   // of the canvas [points]
uniform float scale; // pixels in a point

out vec2 at;
out vec2 texture_at;
flat out vec4 v_place, v_form, v_first, v_second;

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 a = place.xy, b = place.zw;
    if (form.z < 0.5) { // capsule
        vec2 along = b - a;
        float len = length(along);
        along = len > 1e-6 ? along / len : vec2(1, 0);
        float reach = max(form.x, form.y) + form.w + 1.0 / scale;
        vec2 across = vec2(-along.y, along.x);
        at = mix(a - along * reach, b + along * reach, corner.x) + across * reach * (2.0 * corner.y - 1.0);
    } else if (form.z > 1.5 && form.z < 2.5) { // glyph
        at = mix(a, b, corner);
    } else {
        at = mix(part.xy, part.zw, corner);
    }
    texture_at = mix(part.xy, part.zw, corner);
    v_place = place;
    v_form = form;
    v_first = first;
    v_second = second;
    gl_Position = vec4(at / size * vec2(2, -2) + vec2(-1, 1), 0, 1);
}
