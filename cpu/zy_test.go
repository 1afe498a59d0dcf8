package cpu
import ("testing";"encoding/json";"os";"github.com/engine-gpu/engine-gpu/snn";"time";"path/filepath";"strings")
func TestTmpBackend(t *testing.T){
 fs,_:=filepath.Glob("../../shared/v8/golden/*.json")
 for _,f:=range fs { if !strings.Contains(f,".learn.")&&!strings.Contains(f,".frozen.")&&!strings.Contains(f,".homeo"){continue}
  raw,_:=os.ReadFile(f); var g gold; if err:=json.Unmarshal(raw,&g);err!=nil{t.Fatal(err)}
  p:="../../shared/v8/"+g.Database; if _,err:=os.Stat(p);err!=nil{continue}
  b:=tmpRead(t,p); var ref string
  for _,th:=range []int{1,2,3,8}{
  r,err:=NewBackend(b,snn.Options{Learn:g.Protocol.Learn,RewardHomeostasis:g.Protocol.Homeo,Threads:th}); if err!=nil{t.Fatal(err)}
  h:=snn.NewSpikeHash(); cur:=make([]float64,len(b.Neurons)); t0:=time.Now(); var sp snn.Spikes; n:=3000
  for tick:=0;tick<n;tick++{ if x:=tick%g.Protocol.DrivePeriod;x==0||x==g.Protocol.DriveOn{ for i:=range cur{cur[i]=g.Protocol.Tonic; if i%g.Protocol.DriveStride==0&&x<g.Protocol.DriveOn{cur[i]=g.Protocol.Tonic+g.Protocol.Drive}}
   r.SetCurrents(cur)}; sp.Reset(int32(tick)); r.Advance(1,&sp); sp.Each(h.Add)
   if (tick+1)%g.Protocol.RewardEvery==0{r.Reward(g.Protocol.Rewards[(tick/g.Protocol.RewardEvery)%3])}
  }
  s:=snn.NewSnapshot(b); r.Snapshot(s); r.Close(); x:=h.Sum()[:12]+" "+snn.WeightHash(b,s.Weight)[:12]; if ref==""{ref=x}
  al:=0; for i:=range s.State{if b.Synapses[i].Type==snn.Developmental&&s.State[i].Alive{al++}}
  t.Log(f,th,x,h.Spikes,al,r.net.FixedPoint,time.Since(t0)); if x!=ref{t.Error("DIFFERS")}
  }
  for _,m:=range g.Marks{ if m.Tick==3000||m.Tick==1000{t.Log("   v8",m.Tick,m.Spikes,m.Alive)}}
 }}
