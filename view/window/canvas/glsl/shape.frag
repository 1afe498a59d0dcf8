in vec2 at;
in vec2 texture_at;
flat in vec4 v_place, v_form, v_first, v_second;

uniform float scale;
uniform sampler2D glyphs;

out vec4 color;

// covered is the share of a pixel at a signed distance from an edge.
float covered(float d) {
    float blur = v_form.w;
    return blur > 0.0 ? 1.0 - smoothstep(-blur, blur, d) : clamp(0.5 - d * scale, 0.0, 1.0);
}

void main() {
    vec2 a = v_place.xy, b = v_place.zw;
    vec4 c = v_first;
    if (v_form.z < 0.5) { // capsule, colored along its axis
        vec2 axis = b - a;
        float t = clamp(dot(at - a, axis) / max(dot(axis, axis), 1e-9), 0.0, 1.0);
        c = mix(v_first, v_second, t);
        c.a *= covered(length(at - a - t * axis) - mix(v_form.x, v_form.y, t));
    } else if (v_form.z < 1.5) { // box
        float radius = v_form.x, stroke = v_form.y;
        vec2 q = abs(at - (a + b) / 2.0) - (b - a) / 2.0 + radius;
        float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
        if (stroke > 0.0)
            d = abs(d + stroke / 2.0) - stroke / 2.0;
        c.a *= covered(d);
    } else if (v_form.z < 2.5) { // glyph
        c.a *= texture(glyphs, texture_at).r;
    }
    color = vec4(c.rgb * c.a, c.a);
}
