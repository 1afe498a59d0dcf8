// A round field seen from above: colored by value, with lines of equal value.
in vec2 share;

uniform vec4 world;     // at the top left and the bottom right corner
uniform float radius;   // of the field
uniform float pixel;    // its width in the world
uniform float highest;  // value
uniform sampler2D values; // over the square around the field
uniform vec3 ramp[6];
uniform vec3 outside, wall;

out vec4 color;

vec3 shade(float t) {
    float at = clamp(t, 0.0, 1.0) * 5.0;
    int i = min(int(at), 4);
    return mix(ramp[i], ramp[i + 1], at - float(i));
}

void main() {
    vec2 p = mix(world.xy, world.zw, share);
    float t = texture(values, p / (2.0 * radius) + 0.5).r / highest;
    vec3 c = shade(t);

    // Ten lines, each about a pixel wide, faint where the field is flat.
    float level = t * 10.0;
    float slope = max(fwidth(level), 1e-6);
    float line = 1.0 - clamp(abs(fract(level - 0.5) - 0.5) / slope, 0.0, 1.0);
    c += 0.09 * line * clamp(0.25 / slope, 0.0, 1.0);

    float d = length(p) - radius;
    c = mix(c, outside, clamp(0.5 + d / pixel, 0.0, 1.0));
    float rim = max(1.5 * pixel, 0.0);
    c = mix(c, wall, 1.0 - clamp((abs(d) - rim) / pixel + 0.5, 0.0, 1.0));
    color = vec4(c, 1);
}
