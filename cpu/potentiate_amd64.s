#include "textflag.h"

DATA potentiation<>+0(SB)/4, $0x03ffffff  // targets of destinations
DATA potentiation<>+4(SB)/4, $0x7fffffff  // all but the sign
DATA potentiation<>+8(SB)/4, $0x33800000  // 2^-24, snn.TraceFloor
DATA potentiation<>+12(SB)/4, $0x2b800000 // 2^-40, snn.WeightFloor
DATA potentiation<>+16(SB)/4, $0x0000ffff
DATA potentiation<>+20(SB)/4, $0x3c23d70a // 0.01, snn.LTDFloor
GLOBL potentiation<>(SB), RODATA|NOPTR, $24

DATA lanes<>+0(SB)/8, $0x0000000100000000
DATA lanes<>+8(SB)/8, $0x0000000300000002
DATA lanes<>+16(SB)/8, $0x0000000500000004
DATA lanes<>+24(SB)/8, $0x0000000700000006
DATA lanes<>+32(SB)/8, $0x0000000900000008
DATA lanes<>+40(SB)/8, $0x0000000b0000000a
DATA lanes<>+48(SB)/8, $0x0000000d0000000c
DATA lanes<>+56(SB)/8, $0x0000000f0000000e
GLOBL lanes<>(SB), RODATA|NOPTR, $64

// MOVE moves the weights Z5 of lanes K by rate Z20 · trace E of their way to
// the limit Z23, within Z24 .. Z25 and cut to 0 below Z26; T is a temporary.
#define MOVE(E, T, K) \
	VMULPS   Z20, E, E       \
	VSUBPS   Z5, Z23, T      \
	VMULPS   T, E, T         \
	VADDPS   T, Z5, T        \
	VMAXPS   Z24, T, T       \
	VMINPS   Z25, T, T       \
	VPANDD   Z18, T, E       \
	VCMPPS   $0x1d, Z26, E, K7 \
	VMOVAPS.Z T, K7, T       \
	VMOVAPS  T, K, Z5

// CUT takes traces E below the floor Z19 to 0; T is a temporary.
#define CUT(E, T) \
	VPANDD    Z18, E, T           \
	VCMPPS    $0x1d, Z19, T, K7   \
	VMOVAPS.Z E, K7, E

// SPIKE potentiates lanes K for spikes of ages A: value Z17 · factor[Z29 - A].
#define SPIKE(A, E, T, K) \
	VPSUBD A, Z29, A              \
	VPXORD E, E, E                \
	KMOVW  K, K7                  \
	VGATHERDPS (R11)(A*4), K7, E  \
	VMULPS Z17, E, E              \
	CUT(E, T)                     \
	MOVE(E, T, K)

// NEAR is SPIKE where all ages are below 32: Z16 and Z30 hold the 32 amounts
// rate·trace by the age of the source's spike.
#define NEAR(A, T, K) \
	VPSUBD A, Z29, A           \
	VPERMI2PS Z30, Z16, A      \
	VSUBPS   Z5, Z23, T        \
	VMULPS   T, A, T           \
	VADDPS   T, Z5, T          \
	VMAXPS   Z24, T, T         \
	VMINPS   Z25, T, T         \
	VPANDD   Z18, T, A         \
	VCMPPS   $0x1d, Z26, A, K7 \
	VMOVAPS.Z T, K7, T         \
	VMOVAPS  T, K, Z5

// LANES sets K1 to the lanes of this block: CX are left.
#define LANES(FULL) \
	CMPQ CX, $16     \
	JGE  FULL        \
	MOVL $1, BX      \
	SHLL CX, BX      \
	DECL BX          \
	KMOVW BX, K1

// GATHER packs the spikes at R of neurons Y3 and Y4, lanes K: pairs of ages of
// the two later ones to L, of the two earlier ones to H. Z6 and Z7 are
// temporaries, K6 and K7 too.
#define GATHER(R, K, L, YL, H, YH) \
	KMOVW K, K6                  \
	KSHIFTRW $8, K, K7           \
	VPXORD Z6, Z6, Z6            \
	VPXORD Z7, Z7, Z7            \
	VPGATHERDQ (R)(Y3*8), K6, Z6 \
	VPGATHERDQ (R)(Y4*8), K7, Z7 \
	VPMOVQD Z6, YL               \
	VPMOVQD Z7, YH               \
	VINSERTI64X4 $1, YH, L, L    \
	VPSRLQ $32, Z6, Z6           \
	VPSRLQ $32, Z7, Z7           \
	VPMOVQD Z6, YH               \
	VPMOVQD Z7, Y6               \
	VINSERTI64X4 $1, Y6, H, H    \
	VPSUBW L, Z22, L             \
	VPSUBW H, Z22, H

// func vectorPotentiate(destination *uint32, weight *float32, n int, last, older *uint64, factor *float32, lo, now, reach, since uint32, value, rate, limit, min, max float32, left *uint32) int
TEXT ·vectorPotentiate(SB), NOSPLIT, $0-104
	MOVQ destination+0(FP), R8
	MOVQ weight+8(FP), R9
	MOVQ n+16(FP), CX
	MOVQ last+24(FP), R10
	MOVQ older+32(FP), DI
	MOVQ factor+40(FP), R11
	MOVL lo+48(FP), AX
	SHLQ $3, AX
	SUBQ AX, R10
	SUBQ AX, DI
	MOVL now+52(FP), AX
	VPBROADCASTW AX, Z22
	MOVL reach+56(FP), AX
	VPBROADCASTD AX, Z28
	MOVL since+60(FP), AX
	VPBROADCASTD AX, Z29
	VBROADCASTSS value+64(FP), Z17
	VBROADCASTSS rate+68(FP), Z20
	VBROADCASTSS limit+72(FP), Z23
	VBROADCASTSS min+76(FP), Z24
	VBROADCASTSS max+80(FP), Z25
	MOVQ left+88(FP), R12
	XORQ R13, R13
	VPBROADCASTD potentiation<>+0(SB), Z21
	VPBROADCASTD potentiation<>+4(SB), Z18
	VBROADCASTSS potentiation<>+8(SB), Z19
	VBROADCASTSS potentiation<>+12(SB), Z26
	VPBROADCASTD potentiation<>+16(SB), Z27
	VMOVDQU32 lanes<>+0(SB), Z31
	XORQ SI, SI

	// amounts of the 32 ticks from the source's spike on
	VMOVUPS 0(R11), Z16
	VMOVUPS 64(R11), Z30
	VMULPS Z17, Z16, Z16
	CUT(Z16, Z0)
	VMULPS Z20, Z16, Z16
	VMULPS Z17, Z30, Z30
	CUT(Z30, Z0)
	VMULPS Z20, Z30, Z30

block:
	TESTQ CX, CX
	JLE  done
	MOVL $-1, BX
	KMOVW BX, K1
	LANES(full)

full:
	VMOVDQU32.Z (R8), K1, Z3
	VPANDD Z21, Z3, Z3
	VEXTRACTI64X4 $1, Z3, Y4
	GATHER(R10, K1, Z8, Y8, Z9, Y9)
	VPSRLD $16, Z9, Z10
	VPCMPUD $2, Z28, Z10, K1, K5
	KORTESTW K5, K5
	JEQ  four
	GATHER(DI, K5, Z0, Y0, Z1, Y1)

	// synapses with a target of whom eight spikes do not tell all are left
	VPSRLD $16, Z1, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	VPBROADCASTD SI, Z6
	VPADDD Z31, Z6, Z6
	VPCOMPRESSD.Z Z6, K6, Z7
	VMOVDQU32 Z7, (R12)(R13*4)
	KMOVW  K6, BX
	POPCNTL BX, BX
	ADDQ   BX, R13
	KANDNW K1, K6, K1
	KANDNW K5, K6, K5

four:
	VPANDD Z27, Z8, Z11
	VPCMPUD $2, Z28, Z11, K1, K2
	KORTESTW K2, K2
	JEQ  next
	VPSRLD $16, Z8, Z12
	VPANDD Z27, Z9, Z13
	VPCMPUD $2, Z28, Z12, K1, K3
	VPCMPUD $2, Z28, Z13, K1, K4
	VMOVUPS.Z (R9), K1, Z5
	CMPL since+60(FP), $32
	JCS  near
	KORTESTW K3, K3
	JEQ  one
	KORTESTW K4, K4
	JEQ  two
	KORTESTW K5, K5
	JEQ  three
	VPANDD Z27, Z1, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	SPIKE(Z2, Z14, Z15, K6)
	VPSRLD $16, Z0, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	SPIKE(Z2, Z14, Z15, K6)
	VPANDD Z27, Z0, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	SPIKE(Z2, Z14, Z15, K6)
	SPIKE(Z10, Z14, Z15, K5)

three:
	SPIKE(Z13, Z14, Z15, K4)

two:
	SPIKE(Z12, Z14, Z15, K3)

one:
	SPIKE(Z11, Z14, Z15, K2)
	VMOVUPS Z5, K1, (R9)

next:
	ADDQ $16, SI
	ADDQ $64, R8
	ADDQ $64, R9
	SUBQ $16, CX
	JMP  block

near:
	KORTESTW K3, K3
	JEQ  nearOne
	KORTESTW K4, K4
	JEQ  nearTwo
	KORTESTW K5, K5
	JEQ  nearThree
	VPANDD Z27, Z1, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	NEAR(Z2, Z15, K6)
	VPSRLD $16, Z0, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	NEAR(Z2, Z15, K6)
	VPANDD Z27, Z0, Z2
	VPCMPUD $2, Z28, Z2, K5, K6
	NEAR(Z2, Z15, K6)
	NEAR(Z10, Z15, K5)

nearThree:
	NEAR(Z13, Z15, K4)

nearTwo:
	NEAR(Z12, Z15, K3)

nearOne:
	NEAR(Z11, Z15, K2)
	VMOVUPS Z5, K1, (R9)
	JMP  next

done:
	MOVQ R13, ret+96(FP)
	VZEROUPPER
	RET

// func vectorDepress(destination *uint32, weight *float32, n int, traces *trace, factor *float32, lo, tick, end uint32, rate, limit, min, max float32)
TEXT ·vectorDepress(SB), NOSPLIT, $0-68
	MOVQ destination+0(FP), R8
	MOVQ weight+8(FP), R9
	MOVQ n+16(FP), CX
	MOVQ traces+24(FP), R10
	MOVQ factor+32(FP), R11
	MOVL lo+40(FP), AX
	SHLQ $3, AX
	SUBQ AX, R10
	MOVL tick+44(FP), AX
	VPBROADCASTD AX, Z28
	MOVL end+48(FP), AX
	VPBROADCASTD AX, Z29
	VBROADCASTSS rate+52(FP), Z20
	VBROADCASTSS limit+56(FP), Z23
	VBROADCASTSS min+60(FP), Z24
	VBROADCASTSS max+64(FP), Z25
	VPBROADCASTD potentiation<>+0(SB), Z21
	VPBROADCASTD potentiation<>+4(SB), Z18
	VBROADCASTSS potentiation<>+8(SB), Z19
	VBROADCASTSS potentiation<>+12(SB), Z26
	VBROADCASTSS potentiation<>+20(SB), Z27
	MOVL $-1, BX
	KMOVW BX, K1

depressBlock:
	TESTQ CX, CX
	JLE  depressDone
	LANES(depressFull)

depressFull:
	VMOVDQU32.Z (R8), K1, Z3
	VPANDD Z21, Z3, Z3
	KMOVW  K1, K2
	KMOVW  K1, K3
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VGATHERDPS (R10)(Z3*8), K2, Z6
	VPGATHERDD 4(R10)(Z3*8), K3, Z7
	VPSUBD Z7, Z28, Z7
	VPMINUD Z29, Z7, Z7
	KMOVW  K1, K2
	VPXORD Z8, Z8, Z8
	VGATHERDPS (R11)(Z7*4), K2, Z8
	VMULPS Z8, Z6, Z6
	CUT(Z6, Z8)
	VCMPPS $0x1e, Z27, Z6, K1, K2
	KORTESTW K2, K2
	JEQ  depressNext
	VMOVUPS.Z (R9), K1, Z5
	MOVE(Z6, Z8, K2)
	VMOVUPS Z5, K1, (R9)

depressNext:
	ADDQ $64, R8
	ADDQ $64, R9
	SUBQ $16, CX
	JMP  depressBlock

depressDone:
	VZEROUPPER
	RET
