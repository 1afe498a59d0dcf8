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
    float share, t;
    if (v_form.z < 0.5) { // capsule, colored along its axis
        vec2 axis = b - a;
        t = clamp(dot(at - a, axis) / max(dot(axis, axis), 1e-9), 0.0, 1.0);
        share = covered(length(at - a - t * axis) - mix(v_form.x, v_form.y, t));
    } else if (v_form.z < 1.5) { // rounded box, colored from top to bottom
        float radius = v_form.x, stroke = v_form.y;
        vec2 q = abs(at - (a + b) / 2.0) - (b - a) / 2.0 + radius;
        float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
        if (stroke > 0.0)
            d = abs(d + stroke / 2.0) - stroke / 2.0;
        t = clamp((at.y - a.y) / max(b.y - a.y, 1e-9), 0.0, 1.0);
        share = covered(d);
    } else { // glyph
        t = 0.0;
        share = texture(glyphs, texture_at).r;
    }
    vec4 c = mix(v_first, v_second, t);
    c.a *= share;
    color = vec4(c.rgb * c.a, c.a);
}
