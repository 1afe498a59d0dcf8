// A rectangle of the canvas whose fragments know where in it they are.
uniform vec2 size;  // of the canvas [points]
uniform vec4 place; // both corners [points]

out vec2 share; // 0..1, from the top left corner

void main() {
    share = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 at = mix(place.xy, place.zw, share);
    gl_Position = vec4(at / size * vec2(2, -2) + vec2(-1, 1), 0, 1);
}
