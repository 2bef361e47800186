// Texts that come from the engine's catalogs and presets, listed for the translators: lupdate reads no JSON and the
// core marks only options. Never called; `translated("Options", …)` finds them at run time.
#include <array>

#include <QtGlobal>

namespace marcie::ui {

namespace {

[[maybe_unused]] constexpr std::array kTexts{
    // presets (resources/presets)
    QT_TRANSLATE_NOOP("Options", "Quick look"),
    QT_TRANSLATE_NOOP("Options", "A small network that shows a learning curve within a minute on a laptop."),
    QT_TRANSLATE_NOOP("Options", "Standard"),
    QT_TRANSLATE_NOOP("Options",
                      "The full method from scratch, in minutes on two cores; a sound baseline for a few thousand "
                      "pictures."),
    QT_TRANSLATE_NOOP("Options", "As in the paper"),
    QT_TRANSLATE_NOOP("Options",
                      "ResNet-50 at 224 pixels. Meant for a GPU and start weights from ImageNet; slow without."),
    QT_TRANSLATE_NOOP("Options", "Edges and colour as features, few epochs: a curve within seconds."),
    QT_TRANSLATE_NOOP("Options",
                      "Learned patches as features, full training; the settings that validation runs preferred."),
    QT_TRANSLATE_NOOP("Options", "As the lineage trains"),
    QT_TRANSLATE_NOOP("Options", "Adagrad, small batches and many epochs, as code of the method's lineage does; slow."),
    // units
    QT_TRANSLATE_NOOP("Options", "pictures"), QT_TRANSLATE_NOOP("Options", "epochs"),
    QT_TRANSLATE_NOOP("Options", "steps"), QT_TRANSLATE_NOOP("Options", "px"),
    QT_TRANSLATE_NOOP("Options", "interactions"), QT_TRANSLATE_NOOP("Options", "items"),
    QT_TRANSLATE_NOOP("Options", "°"),
    // phases
    QT_TRANSLATE_NOOP("Options", "Backbone"), QT_TRANSLATE_NOOP("Options", "Joint"),
    QT_TRANSLATE_NOOP("Options", "Re-fit"), QT_TRANSLATE_NOOP("Options", "More epochs"),
    QT_TRANSLATE_NOOP("Options", "Content inference"), QT_TRANSLATE_NOOP("Options", "Preparing"),
    QT_TRANSLATE_NOOP("Options", "Ranking"),
    // parts of the model (core/nn, core/engine/catalogs.cpp)
    QT_TRANSLATE_NOOP("Options", "Cosine of pairs"), QT_TRANSLATE_NOOP("Options", "InfoNCE, picture to text"),
    QT_TRANSLATE_NOOP("Options", "KL and distance"), QT_TRANSLATE_NOOP("Options", "Small U-Net"),
    QT_TRANSLATE_NOOP("Options", "A network of yours (TorchScript)"),
    QT_TRANSLATE_NOOP("Options", "VGG-19 with batch normalisation"), QT_TRANSLATE_NOOP("Options", "Feature matrix"),
    QT_TRANSLATE_NOOP("Options", "Attention"), QT_TRANSLATE_NOOP("Options", "Gate"),
    QT_TRANSLATE_NOOP("Options", "Mean of two classifiers"), QT_TRANSLATE_NOOP("Options", "Residual"),
    QT_TRANSLATE_NOOP("Options", "Sum"), QT_TRANSLATE_NOOP("Options", "Mean of embeddings"),
    QT_TRANSLATE_NOOP("Options", "Vectors from a file"), QT_TRANSLATE_NOOP("Options", "Word vectors and GRU"),
    QT_TRANSLATE_NOOP("Options", "Small residual network"), QT_TRANSLATE_NOOP("Options", "ResNet-18"),
    QT_TRANSLATE_NOOP("Options", "ResNet-50"), QT_TRANSLATE_NOOP("Options", "Multi-hot MLP"),
    QT_TRANSLATE_NOOP("Options", "InfoNCE, equal texts masked"), QT_TRANSLATE_NOOP("Options", "InfoNCE"),
    QT_TRANSLATE_NOOP("Options", "Supervised contrastive"), QT_TRANSLATE_NOOP("Options", "Residual MLP"),
    QT_TRANSLATE_NOOP("Options", "Concatenation"), QT_TRANSLATE_NOOP("Options", "Cosine"),
    QT_TRANSLATE_NOOP("Options", "Exponential"), QT_TRANSLATE_NOOP("Options", "Linear"),
    QT_TRANSLATE_NOOP("Options", "Linear, scaled"), QT_TRANSLATE_NOOP("Options", "Square root"),
    QT_TRANSLATE_NOOP("Options", "DVBPR (on features)"),
    // damage (core/image/corruptions)
    QT_TRANSLATE_NOOP("Options", "Brightness"),
    QT_TRANSLATE_NOOP("Options", "Another exposure: lighter or darker, as the seed has it."),
    QT_TRANSLATE_NOOP("Options", "Contrast"),
    QT_TRANSLATE_NOOP("Options", "Haze: all colours move towards the mean grey of the picture."),
    QT_TRANSLATE_NOOP("Options", "Defocus blur"),
    QT_TRANSLATE_NOOP("Options", "Out of focus: every point becomes a disc."),
    QT_TRANSLATE_NOOP("Options", "Gaussian noise"),
    QT_TRANSLATE_NOOP("Options", "Sensor noise: each colour value is moved at random."),
    QT_TRANSLATE_NOOP("Options", "Impulse noise"),
    QT_TRANSLATE_NOOP("Options", "Salt and pepper: some colour values are lost to black or white."),
    QT_TRANSLATE_NOOP("Options", "JPEG"), QT_TRANSLATE_NOOP("Options", "Compressed until blocks show."),
    QT_TRANSLATE_NOOP("Options", "Motion blur"),
    QT_TRANSLATE_NOOP("Options", "The camera moved: every point becomes a line of any direction."),
    QT_TRANSLATE_NOOP("Options", "Occlusion"),
    QT_TRANSLATE_NOOP("Options", "Something in the way: a rectangle of one colour."),
    QT_TRANSLATE_NOOP("Options", "Perspective"),
    QT_TRANSLATE_NOOP("Options", "Seen from the side: one edge of the picture is farther away."),
    QT_TRANSLATE_NOOP("Options", "Pixelate"),
    QT_TRANSLATE_NOOP("Options", "Seen at a low resolution and blown up again."),
    QT_TRANSLATE_NOOP("Options", "Rotation"), QT_TRANSLATE_NOOP("Options", "The camera was tilted, either way."),
    QT_TRANSLATE_NOOP("Options", "Saturation"),
    QT_TRANSLATE_NOOP("Options", "Colours fade or become garish, as the seed has it."),
    QT_TRANSLATE_NOOP("Options", "Scale"),
    QT_TRANSLATE_NOOP("Options", "Seen from nearer or farther away, as the seed has it."),
    QT_TRANSLATE_NOOP("Options", "Shot noise"),
    QT_TRANSLATE_NOOP("Options", "Too little light: each colour value is a count of few photons."),
    // notes about diffusion (core/eval/robust_lens.cpp, core/eval/diffusion_space.cpp)
    QT_TRANSLATE_NOOP("Options", "This run has no diffusion, so there is no reconstruction to follow."),
    QT_TRANSLATE_NOOP("Options",
                      "The run's data cannot be read, or is not what it was: where its classes lie is not known."),
    QT_TRANSLATE_NOOP("Options",
                      "This run learned without texts (model.text=none): its diffusion has no target, so there are no "
                      "distances, no annotations and no map.")};

}  // namespace

}  // namespace marcie::ui
