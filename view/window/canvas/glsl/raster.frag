// Dots by column and row. A pixel that covers several dots shows that there is
// one.
in vec2 share;

uniform usampler2D dots;   // ring of columns
uniform sampler2D hues;    // color by row
uniform ivec2 count;       // columns and rows shown
uniform int first;         // the oldest column shown
uniform vec2 pixels;       // of the area
uniform vec3 ground, gap;

out vec4 color;

void main() {
    vec2 cell = vec2(count) / pixels;
    vec2 low = share * vec2(count) - cell / 2.0;
    ivec2 from = clamp(ivec2(floor(low + 0.001)), ivec2(0), count - 1);
    ivec2 to = clamp(ivec2(ceil(low + cell - 0.001)) - 1, from, min(from + 7, count - 1));
    int columns = textureSize(dots, 0).x;
    vec3 c = ground;
    for (int y = from.y; y <= to.y; y++) {
        for (int x = from.x; x <= to.x; x++) {
            uint dot = texelFetch(dots, ivec2((first + x) % columns, y), 0).r;
            if (dot == 1u)
                c = texelFetch(hues, ivec2(y, 0), 0).rgb;
            else if (dot == 2u && c == ground)
                c = gap;
        }
    }
    color = vec4(c, 1);
}
