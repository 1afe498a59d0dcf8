package worm

import "github.com/engine-gpu/engine-gpu/internal/fpmath"

// vector is a point, velocity or force in the plane.
type vector struct{ x, y float64 }

// creep moves the head by the drag forces that the bending of the joints, at
// the given angular velocities [rad/s], calls forth (semantics section 5).
//
// Every segment i is swept along by the joints before it:
//
//	v_i = Σ_{j<i} rate_j·(i-j)·SegmentLength·n_{j+1}
//
// and resists with F_i = -(par_i·t_i·t_iᵀ + perp_i·n_i·n_iᵀ)·v_i, where t_i is its
// direction and n_i the perpendicular. The head moves so that the whole body's
// resistance, A = Σ par_i·t_i·t_iᵀ + perp_i·n_i·n_iᵀ, balances the forces, and turns
// by their torque about the head. Both sums over j are kept as running sums.
func (b *Body) creep(rate *[Joints]float64, dt float64) {
	var (
		bent     float64 // Σ theta_j, j < i [rad]
		position vector  // of the segment from the head [BL]
		sweep    vector  // Σ rate_j·n_{j+1}, j < i [1/s]
		velocity vector  // of the segment [BL/s]

		force   vector    // sum so far
		drag    symmetric // resistance to the head's motion, sum so far
		torque  float64   // about the head, sum so far
		turning float64   // resistance to turning about the head, sum so far
	)
	for i := range Segments {
		sin, cos := fpmath.SinCos(b.Heading + bent)
		if i > 0 {
			r := rate[i-1]
			sweep.x -= float64(r * sin)
			sweep.y += float64(r * cos)
			velocity.x += float64(sweep.x * SegmentLength)
			velocity.y += float64(sweep.y * SegmentLength)
			position.x += float64(cos * SegmentLength)
			position.y += float64(sin * SegmentLength)
		}
		par, perp := b.profile.dragParallel[i], b.profile.dragPerpendicular[i]
		drag.xx += float64(par*float64(cos*cos)) + float64(perp*float64(sin*sin))
		drag.xy += float64((par - perp) * float64(cos*sin))
		drag.yy += float64(par*float64(sin*sin)) + float64(perp*float64(cos*cos))

		along := float64(par * (float64(velocity.x*cos) + float64(velocity.y*sin)))
		across := float64(perp * (float64(velocity.y*cos) - float64(velocity.x*sin)))
		f := vector{
			float64(across*sin) - float64(along*cos),
			-float64(along*sin) - float64(across*cos),
		}
		force.x += f.x
		force.y += f.y
		torque += float64(position.x*f.y) - float64(position.y*f.x)
		turning += float64(perp * (float64(position.x*position.x) + float64(position.y*position.y)))
		if i < Joints {
			bent += b.Theta[i]
		}
	}
	move := drag.solve(force)
	b.X += float64(move.x * dt)
	b.Y += float64(move.y * dt)
	b.Heading += float64(torque / (smallestResistance + turning) * dt)
}

// smallestResistance keeps a division by zero out, as V8 does.
const smallestResistance = 1e-20

// symmetric is a symmetric matrix of two rows.
type symmetric struct{ xx, xy, yy float64 }

// solve returns m⁻¹·v by elimination. A positive definite matrix needs no
// pivoting.
func (m symmetric) solve(v vector) vector {
	factor := m.xy / m.xx
	y := (v.y - float64(factor*v.x)) / (m.yy - float64(factor*m.xy))
	return vector{(v.x - float64(m.xy*y)) / m.xx, y}
}
